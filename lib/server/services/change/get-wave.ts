import type { GetWaveInput, WaveDetail } from '@/lib/contracts/waves';
import { type ChangeKind, isTurnForTheWorse } from '@/lib/domain/changes';
import { differenceOf, sharedFacts } from '@/lib/domain/wave/facts';
import { isStandingOpen } from '@/lib/domain/wave/progress';
import { PRECEDENT_MS, type Precedent, type Wave, waveId } from '@/lib/domain/waves';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { pageOfChanges, replacementsOn } from '@/lib/server/db/fleet/answers/changes';
import { hostsOfIds } from '@/lib/server/db/fleet/answers/host-list';
import { countFactsBeside, factsOfChanges } from '@/lib/server/db/fleet/answers/wave-hosts';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { ServiceError } from '@/lib/server/errors';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { toHostRow } from '@/lib/server/services/host';
import { grouped } from '@/lib/util/grouped';
import { toChangeRow } from './internal';
import { tellable, waveTeller } from './tell-waves';
import { progressOf, type StandingHost, standingsOf } from './wave-progress';
import { firstOfEach, type WaveMember, wavesAround } from './waves';

const HOSTS_TOLD = 500;
/** Changes of one moment that are looked at. */
const LOOKED_AT = 5_000;

const noSuchWave = () => new ServiceError('not_found', 'No such wave');

/** When it began stands in its id, in front of what tells its fabric and reason apart. */
function beginOf(id: string): Date {
  const [, begin = ''] = /^([0-9a-z]{1,11})-/.exec(id) ?? [];
  const at = new Date(Number.parseInt(begin, 36));
  if (Number.isNaN(at.getTime())) throw noSuchWave();
  return at;
}

/**
 * A wave of the caller's fabrics, as far as it was known by a time. What it began with makes its id; it keeps the page when a
 * change from before turns up late, since any of its changes leads to it.
 */
async function findWave(ctx: Ctx, id: string, asOf: Date): Promise<Wave<WaveMember>> {
  const begin = beginOf(id);
  const fabrics = fabricScope(ctx);
  const until = new Date(begin.getTime() + 1);
  const asked = { fabrics, filter: {}, since: begin, until, asOf, after: null, limit: LOOKED_AT };
  const changes = await pageOfChanges(ctx.db, asked);
  const seed = changes.find(
    ({ at, fabricId, reason }) => reason !== null && waveId({ at: at.getTime(), fabricId, reason }) === id,
  );
  if (seed === undefined) throw noSuchWave();
  const wave = (await wavesAround(ctx.db, [seed.fabricId], [seed], asOf)).of(seed.id);
  if (wave === undefined) throw noSuchWave();
  return wave;
}

/** One wave: its hosts and how they stand, what they share against all others, and what was changed before. */
export async function getWave({ ctx, input }: Verb<GetWaveInput>): Promise<WaveDetail> {
  authorize(ctx, 'history.read');
  await refuseForgotten(ctx, input.at);
  const when = whenOf(ctx, input.at);
  const question = { when, fabrics: fabricScope(ctx), filter: {} };
  const wave = await findWave(ctx, input.id, momentOf(when));
  const newest = wave.members.at(-1)?.change;
  if (newest === undefined) throw noSuchWave();
  const hosts = (await standingsOf(ctx.db, question, [wave]))(wave);
  const row = toChangeRow(newest);
  const told = tellable(wave);
  return {
    asOf: momentOf(when).toISOString(),
    wave: (await waveTeller(ctx, input, [told]))(newest, told),
    isWorse: isTurnForTheWorse(newest.kind as ChangeKind, row.to),
    progress: progressOf(hosts),
    ...(await sharedBy(ctx, wave, question)),
    before: await replacedBefore(ctx, wave),
    hosts: await toldHosts(ctx, question, [...hosts].sort(byVms).slice(0, HOSTS_TOLD)),
  };
}

/** Every host of a wave, as far as it was known by a time. */
export async function hostsOfWave(ctx: Ctx, id: string, at: Date | null): Promise<string[]> {
  const wave = await findWave(ctx, id, momentOf(whenOf(ctx, at)));
  return firstOfEach(wave.members).map(({ hostId }) => hostId);
}

/** The hosts of a wave that are in the fleet and not able again: those that are left to repair. */
export async function openHostsOfWave(ctx: Ctx, id: string): Promise<string[]> {
  const when = whenOf(ctx, null);
  const wave = await findWave(ctx, id, momentOf(when));
  const hosts = (await standingsOf(ctx.db, { when, fabrics: fabricScope(ctx), filter: {} }, [wave]))(wave);
  return hosts.filter(({ standing }) => isStandingOpen(standing)).map(({ member }) => member.hostId);
}

const byVms = (a: StandingHost, b: StandingHost) =>
  (b.row?.shieldedVms ?? -1) - (a.row?.shieldedVms ?? -1) || a.member.at - b.member.at;

async function toldHosts(
  ctx: Ctx,
  question: Question,
  hosts: readonly StandingHost[],
): Promise<WaveDetail['hosts']> {
  const ids = hosts.map(({ member }) => member.hostId);
  const rows = new Map((await hostsOfIds(ctx.db, question, ids)).map((row) => [row.id, row]));
  return hosts.map(({ member, standing }) => {
    const row = rows.get(member.hostId);
    return {
      hostId: member.hostId,
      hostname: row?.hostname ?? member.change.hostname,
      turnedAt: member.change.at.toISOString(),
      standing,
      host: row === undefined ? null : toHostRow(row),
    };
  });
}

type Question = Parameters<typeof countFactsBeside>[1];

/** Its hosts as they were when they turned, the others as they are at the time asked for. */
async function sharedBy(ctx: Ctx, wave: Wave<WaveMember>, question: Question) {
  const members = firstOfEach(wave.members);
  const own = await factsOfChanges(
    ctx.db,
    members.map(({ id }) => id),
  );
  const others = await countFactsBeside(
    ctx.db,
    question,
    members.map(({ hostId }) => hostId),
  );
  const rest = others.reduce((sum, { hosts }) => sum + hosts, 0);
  const sizes = { wave: own.length, rest };
  const facts = sharedFacts(own, others).map((shared) => ({
    ...shared,
    difference: Math.round(differenceOf(shared, sizes) * 1_000) / 10,
  }));
  return { facts, rest };
}

/** What was replaced on any of its hosts in the day before that host turned, what most of them had first. */
async function replacedBefore(ctx: Ctx, wave: Wave<WaveMember>): Promise<WaveDetail['before']> {
  const turned = new Map(firstOfEach(wave.members).map(({ hostId, at }) => [hostId, at]));
  const found = await replacementsOn(ctx.db, [...turned.keys()], {
    from: new Date(wave.from - PRECEDENT_MS),
    to: new Date(wave.to),
  });
  const before = found.filter(({ hostId, at }) => {
    const turnedAt = turned.get(hostId) ?? 0;
    return at <= turnedAt && at >= turnedAt - PRECEDENT_MS;
  });
  const groups = grouped(before, ({ kind, from, to }) => JSON.stringify([kind, from, to]));
  return [...groups.values()].map(toldReplacement).sort((a, b) => b.hosts - a.hosts);
}

function toldReplacement(changes: readonly Precedent[]): WaveDetail['before'][number] {
  const [{ kind, from, to }] = changes as [Precedent, ...Precedent[]];
  const times = changes.map(({ at }) => at);
  return {
    kind,
    from,
    to,
    hosts: new Set(changes.map(({ hostId }) => hostId)).size,
    startedAt: new Date(Math.min(...times)).toISOString(),
    endedAt: new Date(Math.max(...times)).toISOString(),
  };
}
