import { GetWaveInput, WaveDetail } from '@/lib/contracts/waves';
import { CHANGE_KINDS } from '@/lib/domain/change-kinds';
import { isTurnForTheWorse } from '@/lib/domain/changes';
import { differenceOf, sharedFacts } from '@/lib/domain/wave/facts';
import { isStandingOpen } from '@/lib/domain/wave/progress';
import { LEAST_HOSTS, PRECEDENT_MS, type Precedent, waveId } from '@/lib/domain/waves';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { inOneView } from '@/lib/server/db/client';
import { changesOfIds, pageOfChanges, replacementsOn } from '@/lib/server/db/fleet/answers/changes';
import { hostsOfIds } from '@/lib/server/db/fleet/answers/host-list';
import { countFactsBeside, factsOfChanges } from '@/lib/server/db/fleet/answers/wave-hosts';
import {
  countWaves,
  type TurnedHost,
  turnedInWaves,
  WAVE_REACH_MS,
  type WaveCount,
} from '@/lib/server/db/fleet/answers/waves';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { ServiceError } from '@/lib/server/errors';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { toHostRow } from '@/lib/server/services/host';
import { verb } from '@/lib/server/verbs/verb';
import { grouped } from '@/lib/util/grouped';
import { tellWaves } from './tell-waves';
import { progressOf, type StandingHost, standingsOf } from './wave-progress';

const HOSTS_TOLD = 500;
/** How many changes of one moment are read to find the wave. */
const LOOKED_AT = 5_000;

const noSuchWave = () => new ServiceError('not_found', 'No such wave');

/** The id begins with the time at which the wave began, before the part that identifies its fabric and reason. */
function beginOf(id: string): Date {
  const [, begin = ''] = /^([0-9a-z]{1,11})-/.exec(id) ?? [];
  const at = new Date(Number.parseInt(begin, 36));
  if (Number.isNaN(at.getTime())) throw noSuchWave();
  return at;
}

/**
 * A wave of the caller's fabrics, as far as it was known at a time. The id is derived from the wave's first
 * change. It stays valid when an earlier change turns up late, because any change of the wave leads to it.
 */
async function findWave(ctx: Ctx, id: string, asOf: Date): Promise<WaveCount> {
  const begin = beginOf(id);
  const fabrics = fabricScope(ctx);
  const until = new Date(begin.getTime() + 1);
  const asked = { fabrics, filter: {}, since: begin, until, asOf, after: null, limit: LOOKED_AT };
  const changes = await pageOfChanges(ctx.db, asked);
  const seed = changes.find(
    ({ at, fabricId, reason }) => reason !== null && waveId({ at: at.getTime(), fabricId, reason }) === id,
  );
  if (!seed?.reason) throw noSuchWave();
  const waves = await countWaves(ctx.db, {
    ...{
      fabrics: [seed.fabricId],
      filter: {},
      kinds: CHANGE_KINDS,
      reasons: [seed.reason],
      hosts: LEAST_HOSTS,
    },
    from: seed.at,
    to: new Date(Math.min(seed.at.getTime() + WAVE_REACH_MS, asOf.getTime())),
    limit: LOOKED_AT,
  });
  const wave = waves.find(({ startedAt, endedAt }) => startedAt <= seed.at && seed.at <= endedAt);
  if (wave === undefined) throw noSuchWave();
  return wave;
}

async function turnedIn(ctx: Ctx, wave: WaveCount): Promise<TurnedHost[]> {
  const [turned = []] = await turnedInWaves(ctx.db, [wave]);
  return turned;
}

/**
 * One wave: its hosts and their present state, what they have in common against all other hosts, and what was
 * replaced before.
 */
export const getWave = verb({
  procedure: 'change.wave',
  route: { at: 'GET /api/v1/waves/:id', tag: 'changes' },
  summary: 'Shows a wave: hosts that changed alike within a short time.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: GetWaveInput,
  output: WaveDetail,
  work: async ({ ctx, input }) => {
    await refuseForgotten(ctx, input.at);
    const when = whenOf(ctx, input.at);
    const question = { when, fabrics: fabricScope(ctx), filter: {} };
    const wave = await findWave(ctx, input.id, momentOf(when));
    const turned = await turnedIn(ctx, wave);
    const row = (await tellWaves(ctx, input, [wave])).get(wave);
    if (row === undefined) throw noSuchWave();
    return {
      asOf: momentOf(when).toISOString(),
      wave: row,
      isWorse: isTurnForTheWorse(wave.kind, row.change.to),
      ...(await inOneView(ctx.db, (db) => toldHosts({ ...ctx, db }, question, turned))),
      ...(await sharedBy(ctx, turned, question)),
      before: await replacedBefore(ctx, turned),
    };
  },
});

/** Every host of a wave, as far as it was known at a time. */
export async function hostsOfWave(ctx: Ctx, id: string, at: Date | null): Promise<string[]> {
  const wave = await findWave(ctx, id, momentOf(whenOf(ctx, at)));
  return (await turnedIn(ctx, wave)).map(({ hostId }) => hostId);
}

/** The hosts of a wave that are still in the fleet and not able again, and so have to be repaired. */
export async function openHostsOfWave(ctx: Ctx, id: string): Promise<string[]> {
  const when = whenOf(ctx, null);
  const wave = await findWave(ctx, id, momentOf(when));
  const question = { when, fabrics: fabricScope(ctx), filter: {} };
  const [hosts = []] = await standingsOf(ctx.db, question, [await turnedIn(ctx, wave)]);
  return hosts.filter(({ standing }) => isStandingOpen(standing)).map(({ turned }) => turned.hostId);
}

const byVms = (a: StandingHost, b: StandingHost) =>
  (b.row?.shieldedVms ?? -1) - (a.row?.shieldedVms ?? -1) || a.turned.at - b.turned.at;

type Question = Parameters<typeof countFactsBeside>[1];

/** The progress of all hosts, and details of the hosts that are listed, both read at the same moment. */
async function toldHosts(
  ctx: Ctx,
  question: Question,
  turned: readonly TurnedHost[],
): Promise<Pick<WaveDetail, 'hosts' | 'progress'>> {
  const [standings = []] = await standingsOf(ctx.db, question, [turned]);
  const told = [...standings].sort(byVms).slice(0, HOSTS_TOLD);
  const ids = told.map((host) => host.turned.hostId);
  const rows = new Map((await hostsOfIds(ctx.db, question, ids)).map((row) => [row.id, row]));
  // A host that has left the fleet is listed under the name that it had when it turned.
  const left = told.filter(({ row }) => row === null).map((host) => host.turned.changeId);
  const changes = await changesOfIds(ctx.db, question.fabrics, left);
  const names = new Map(changes.map(({ hostId, hostname }) => [hostId, hostname]));
  const hosts = told.map(({ turned: { hostId, at }, standing }) => {
    const row = rows.get(hostId);
    return {
      ...{ hostId, hostname: row?.hostname ?? names.get(hostId) ?? '', turnedAt: new Date(at).toISOString() },
      ...{ standing, host: row === undefined ? null : toHostRow(row) },
    };
  });
  return { hosts, progress: progressOf(standings) };
}

/** Compares the wave's hosts as they were when they turned with all others as they are at the time asked for. */
async function sharedBy(ctx: Ctx, turned: readonly TurnedHost[], question: Question) {
  const own = await factsOfChanges(
    ctx.db,
    turned.map(({ changeId }) => changeId),
  );
  const others = await countFactsBeside(
    ctx.db,
    question,
    turned.map(({ hostId }) => hostId),
  );
  const rest = others.reduce((sum, { hosts }) => sum + hosts, 0);
  const sizes = { wave: own.length, rest };
  const facts = sharedFacts(own, others).map((shared) => ({
    ...shared,
    difference: Math.round(differenceOf(shared, sizes) * 1_000) / 10,
  }));
  return { facts, rest };
}

/**
 * What was replaced on any of the wave's hosts in the day before that host turned. What most hosts had comes
 * first.
 */
async function replacedBefore(ctx: Ctx, hosts: readonly TurnedHost[]): Promise<WaveDetail['before']> {
  const turned = new Map(hosts.map(({ hostId, at }) => [hostId, at]));
  const found = await replacementsOn(ctx.db, fabricScope(ctx), {
    hostIds: [...turned.keys()],
    from: new Date((hosts[0]?.at ?? 0) - PRECEDENT_MS),
    to: new Date(hosts.at(-1)?.at ?? 0),
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
