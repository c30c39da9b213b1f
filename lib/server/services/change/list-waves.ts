import { validate as isUuid } from 'uuid';
import { ListWavesInput, WaveList } from '@/lib/contracts/waves';
import { TURNS_FOR_THE_WORSE } from '@/lib/domain/change-kinds';
import { LEAST_HOSTS } from '@/lib/domain/waves';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { turnsOfHosts } from '@/lib/server/db/fleet/answers/changes';
import {
  countWaves,
  type TurnedHost,
  turnedInWaves,
  type WaveCount,
} from '@/lib/server/db/fleet/answers/waves';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { WAVES_OF_A_TIME } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { DAY_MS } from '@/lib/util/durations';
import { tellWaves } from './tell-waves';
import { progressOf, standingsOf } from './wave-progress';

/** Waves that began earlier are found through their hosts, which are still failing. */
const LOOKED_BACK_MS = 30 * DAY_MS;
/** Only the largest waves: nobody works through more of them at a time. */
const MOST_WAVES = 50;

/** The waves of the last 30 days whose hosts are not all able again. Those that block most VMs come first. */
export const listWaves = verb({
  procedure: 'change.waves',
  route: { at: 'GET /api/v1/waves', tag: 'changes', words: WAVES_OF_A_TIME },
  summary: 'Lists waves: hosts that changed alike within a short time.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: ListWavesInput,
  output: WaveList,
  work: async ({ ctx, input }) => {
    await refuseForgotten(ctx, input.at);
    const when = whenOf(ctx, input.at);
    const asOf = momentOf(when);
    const waves = await wavesOfLately(ctx, input, asOf);
    const question = { when, fabrics: fabricScope(ctx), filter: {} };
    const standings = await standingsOf(
      ctx.db,
      question,
      waves.map(({ hosts }) => hosts),
    );
    const known = waves.map(({ wave }, place) => ({ wave, progress: progressOf(standings[place] ?? []) }));
    const open = known.filter(({ progress }) => progress.isOpen);
    const told = await tellWaves(
      ctx,
      input,
      open.map(({ wave }) => wave),
    );
    const waveRows = open.flatMap(({ wave, progress }) => {
      const row = told.get(wave);
      return row === undefined ? [] : [{ wave: row, progress }];
    });
    return { asOf: asOf.toISOString(), waves: waveRows.sort(byVms) };
  },
});

const byVms = (a: WaveList['waves'][number], b: WaveList['waves'][number]) =>
  b.progress.vmsBlocked - a.progress.vmsBlocked ||
  b.progress.vmsUnverified - a.progress.vmsUnverified ||
  b.wave.hosts - a.wave.hosts ||
  Date.parse(b.wave.endedAt) - Date.parse(a.wave.endedAt);

type CountedWave = { wave: WaveCount; hosts: TurnedHost[] };

/** The database counts the waves, because a month has many changes that belong to no wave. */
async function wavesOfLately(ctx: Ctx, { filter, host }: ListWavesInput, asOf: Date): Promise<CountedWave[]> {
  const asked = {
    kinds: TURNS_FOR_THE_WORSE,
    from: new Date(asOf.getTime() - LOOKED_BACK_MS),
    to: asOf,
  };
  const reasons = host === null ? null : await reasonsOf(ctx, host, asked);
  if (reasons?.length === 0) return [];
  const fabrics = fabricScope(ctx);
  const counted = await countWaves(ctx.db, {
    ...asked,
    ...{ fabrics, filter, reasons, hosts: LEAST_HOSTS, limit: MOST_WAVES },
  });
  const turned = await turnedInWaves(ctx.db, counted);
  const waves = counted.map((wave, place) => ({ wave, hosts: turned[place] ?? [] }));
  return host === null ? waves : waves.filter(({ hosts }) => hosts.some(({ hostId }) => hostId === host));
}

/** The reasons for which a host turned within a time. Most hosts turned in no wave, which is found out quickly. */
async function reasonsOf(
  { db }: Ctx,
  host: string,
  asked: Pick<Turns, 'kinds' | 'from' | 'to'>,
): Promise<string[]> {
  const turns = isUuid(host) ? await turnsOfHosts(db, { ...asked, hostIds: [host] }) : [];
  return [...new Set(turns.flatMap(({ reason }) => reason ?? []))];
}
type Turns = Parameters<typeof turnsOfHosts>[1];
