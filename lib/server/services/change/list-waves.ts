import { validate as isUuid } from 'uuid';
import type { ListWavesInput, WaveList } from '@/lib/contracts/waves';
import { TURNS_FOR_THE_WORSE } from '@/lib/domain/changes';
import { findWaves, type Wave } from '@/lib/domain/waves';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { changesOfReasons, turnsOfHosts } from '@/lib/server/db/fleet/answers/changes';
import { countWaves, idOfWave } from '@/lib/server/db/fleet/answers/waves';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { DAY_MS } from '@/lib/util/durations';
import { tellable, waveTeller } from './tell-waves';
import { progressOf, standingsOf } from './wave-progress';
import { toMembers, type WaveMember } from './waves';

/** What began earlier is found by its hosts, which are failing still. */
const LOOKED_BACK_MS = 30 * DAY_MS;
/** The largest; nobody works through more at a time. */
const MOST_WAVES = 50;
/** Changes that are read for their members. */
const LOOKED_AT = 50_000;

/** The waves of the last 30 days with hosts that are not able again, those that block most VMs first. */
export async function listWaves({ ctx, input }: Verb<ListWavesInput>): Promise<WaveList> {
  authorize(ctx, 'history.read');
  await refuseForgotten(ctx, input.at);
  const when = whenOf(ctx, input.at);
  const asOf = momentOf(when);
  const waves = await wavesOfLately(ctx, input, asOf);
  const question = { when, fabrics: fabricScope(ctx), filter: {} };
  const standings = waves.length === 0 ? () => [] : await standingsOf(ctx.db, question, waves);
  const known = waves.map((wave) => ({ wave, progress: progressOf(standings(wave)) }));
  const open = known.filter(({ progress }) => progress.isOpen);
  const tell = await waveTeller(
    ctx,
    input,
    open.map(({ wave }) => tellable(wave)),
  );
  const told = open.flatMap(({ wave, progress }) => {
    const newest = wave.members.at(-1)?.change;
    return newest === undefined ? [] : [{ wave: tell(newest, tellable(wave)), progress }];
  });
  return { asOf: asOf.toISOString(), waves: told.sort(byVms) };
}

const byVms = (a: WaveList['waves'][number], b: WaveList['waves'][number]) =>
  b.progress.vmsBlocked - a.progress.vmsBlocked ||
  b.progress.vmsUnverified - a.progress.vmsUnverified ||
  b.wave.hosts - a.wave.hosts ||
  Date.parse(b.wave.endedAt) - Date.parse(a.wave.endedAt);

/** Counted by the database first: a month has more changes than those of the waves. */
async function wavesOfLately(
  ctx: Ctx,
  { filter, host }: ListWavesInput,
  asOf: Date,
): Promise<Wave<WaveMember>[]> {
  const fabrics = fabricScope(ctx);
  const kinds = TURNS_FOR_THE_WORSE;
  const asked = { kinds, from: new Date(asOf.getTime() - LOOKED_BACK_MS), to: asOf };
  const reasons = host === null ? null : await reasonsOf(ctx, host, asked);
  if (reasons?.length === 0) return [];
  const counted = await countWaves(ctx.db, {
    ...asked,
    fabrics,
    filter,
    reasons,
    hosts: 2,
    limit: MOST_WAVES,
  });
  if (counted.length === 0) return [];
  const found = await changesOfReasons(ctx.db, fabrics, {
    reasons: [...new Set(counted.map(({ reason }) => reason))],
    from: new Date(Math.min(...counted.map(({ startedAt }) => startedAt.getTime()))),
    to: asOf,
    limit: LOOKED_AT,
  });
  const ids = new Set(counted.map(idOfWave));
  const isOfHost = ({ members }: Wave) => host === null || members.some(({ hostId }) => hostId === host);
  return findWaves(toMembers(found)).filter((wave) => ids.has(wave.id) && isOfHost(wave));
}

/** Why a host turned within a time: most hosts turned alone, or not at all, which is soon known. */
async function reasonsOf(
  { db }: Ctx,
  host: string,
  asked: Pick<Turns, 'kinds' | 'from' | 'to'>,
): Promise<string[]> {
  const turns = isUuid(host) ? await turnsOfHosts(db, { ...asked, hostIds: [host] }) : [];
  return [...new Set(turns.flatMap(({ reason }) => reason ?? []))];
}
type Turns = Parameters<typeof turnsOfHosts>[1];
