import { expect } from 'vitest';
import { MAP_COLOURS } from '@/lib/contracts/words/map-colour';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import type { Pools } from '@/lib/server/db/pools';
import { comparesStatements } from '@/test/support/compares-statements';
import { deliver, enrolledHost, snapshotAt, type TestHost } from '@/test/support/ingest';
import { sourcesOf } from '@/test/support/stated-columns';
import { acknowledgementAt, acknowledgementsOf } from './acknowledgement';
import {
  activeHosts,
  changesOfIds,
  countOfChanges,
  countsByKind,
  countTraits,
  pageOfChanges,
  replacementsOn,
  turnsOfHosts,
} from './changes';
import { countDifferences, heaviestDifferences, pageOfDifferences } from './compare';
import { causesCovered, countCompliance, hostsOfExceptions } from './excepted-hosts';
import { countExceptions, type ExceptionQuestion, isSeenException, pageOfExceptions } from './exceptions';
import { batchesOfHosts } from './export-rows';
import { countFacets } from './facets';
import { documentsOfReceipts, readHostFacts, recentDocuments } from './host-detail';
import { findLifetime, findSuccessor } from './host-lifetime';
import {
  everyHost,
  findHost,
  hostsOfIds,
  pageOfHosts,
  pageOfPrepared,
  positionOfHost,
  standingOfIds,
} from './host-list';
import { readSegments } from './host-timeline';
import { classesByFabric, countByFabric, countHostsOfFabrics, idsByFabric } from './hosts-by-fabric';
import { liveHostsNamed } from './hosts-by-name';
import { pageOfSnapshots, readKeptSnapshot } from './kept-snapshots';
import { mapOfHosts } from './map';
import { clustersOfMap } from './map-clusters';
import { prepare } from './matching-hosts';
import { countWords } from './named-words';
import { newestDocuments } from './newest-documents';
import { openAmong } from './open-waves';
import { ableNodesBeside, documentsBy, hostsOfPlans, stretchesSince } from './plan-hosts';
import { openTasksOf, refusedOf } from './plans-of-classes';
import { countRisks } from './risks';
import { countBootGroups } from './secure-boot';
import { selectMatching, selectNamed } from './selected-hosts';
import { weighMatching } from './selection-weight';
import { lastAbsence } from './server-absence';
import { countFleet } from './summary';
import { countTurned } from './turned-count';
import { turnedHosts } from './turned-hosts';
import { vmsOfChanges } from './vms-then';
import { countFactsBeside, factsOfChanges, laterTurnsOf } from './wave-hosts';
import {
  changesOfWaves,
  clustersOfWaves,
  commonOfWaves,
  countWaves,
  firstOfWaves,
  turnedInWaves,
  wavesWithin,
} from './waves';

const NOON = new Date('2026-11-24T12:00:00Z');
const minutesAfter = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const NOW = minutesAfter(20);
const THEN = minutesAfter(2);

let pools: Pools;

/** One of two hosts that share a machine id; of one a snapshot was refused. */
async function makeHosts(): Promise<TestHost> {
  const [host, duplicate] = [await enrolledHost(pools.jobs, NOON), await enrolledHost(pools.jobs, NOON)];
  const shared = { host: { machineId: host.machineId } };
  await deliver(pools.ingest, host, { receivedAt: NOON, snapshots: [snapshotAt(host, NOON)] });
  await deliver(pools.ingest, duplicate, {
    receivedAt: NOON,
    snapshots: [snapshotAt(duplicate, NOON, shared)],
  });
  await deliver(pools.ingest, host, { receivedAt: minutesAfter(5), snapshots: [7] });
  return host;
}

async function askEverything({ hostId, hostname }: TestHost): Promise<void> {
  const db = pools.fleet;
  const live = { when: { live: NOW }, fabrics: 'all', filter: {} } as const;
  const then = { ...live, when: { at: THEN } } as const;
  const sorting = { sort: 'lastObservedAt', order: 'asc' } as const;
  const page = { sorting, after: null, limit: 10 };
  await keepFleet(pools.jobs, NOW);
  for (const question of [live, then]) {
    await pageOfHosts(db, question, page);
    await findHost(db, question, hostId);
    await positionOfHost(db, question, { sort: 'since', order: 'asc' }, hostId);
    await everyHost(db, question);
    await standingOfIds(db, question, [hostId]);
    await countFacets(db, question);
    await countWords(db, question, { name: 'c', limit: 10 });
    await countFleet(db, question);
    await countRisks(db, question);
    await countBootGroups(db, question);
    await openTasksOf(db, question.when, 'all');
    await refusedOf(db, question.when, [hostId]);
    await mapOfHosts(db, question, 10);
    for (const by of MAP_COLOURS) await clustersOfMap(db, question, by);
    await countByFabric(db, question);
    await countHostsOfFabrics(db, question);
    await classesByFabric(db, question);
    await idsByFabric(db, question);
    await countTraits(db, question);
    await countCompliance(db, question);
    await hostsOfExceptions(db, question, [hostId]);
    await acknowledgementsOf(db, [hostId], NOW);
    await causesCovered(db, question.when, [hostId]);
    await hostsOfIds(db, question, [hostId]);
    await countFactsBeside(db, question, [hostId]);
    await hostsOfPlans(db, question, [hostId]);
    await selectMatching(db, question, 10);
    await weighMatching(db, question);
    await selectNamed(db, question, [hostId]);
    for await (const hosts of batchesOfHosts(db, question, sorting)) expect(hosts).not.toEqual([]);
  }
  // As a fleet of this size is read.
  await pageOfPrepared(db, await prepare(db, live), { ...page, total: 1_000_000 });
  const sides = [then, { ...then, when: { at: NOW } }] as const;
  for (const narrowed of [
    {},
    { q: 'h', cluster: { include: ['c'], exclude: ['d'] }, fact: ['state'] as const },
  ]) {
    await pageOfDifferences(db, sides, { after: null, limit: 10, ...narrowed });
    await heaviestDifferences(db, sides, { limit: 10, ...narrowed });
    await countDifferences(db, sides, narrowed);
  }
  const changes = { fabrics: 'all', filter: {}, since: null, until: null, asOf: NOW, limit: 10 } as const;
  await pageOfChanges(db, { ...changes, after: null });
  const passedOver = [{ fabricId: hostId, reason: 'none', startedAt: NOON, endedAt: NOW }];
  await pageOfChanges(db, { ...changes, after: null, passedOver });
  await countOfChanges(db, { ...changes, after: null });
  await countsByKind(db, { ...changes, after: null });
  await wavesWithin(db, 'all', [{ reason: 'none', from: NOON, to: NOW }]);
  await changesOfWaves(db, 'all', passedOver);
  const turned = { fabrics: 'all', filter: {}, from: NOON, to: NOW, limit: 10 } as const;
  await activeHosts(db, { ...turned, turns: ['back'], switches: ['transition'], often: 3, changes: 3 });
  await countTurned(db, turned);
  const q = { include: ['a'], exclude: [] };
  const times = { before: then.when, after: live.when };
  for (const asked of [{ filter: {} }, { filter: { q }, cause: q }])
    await turnedHosts(db, { fabrics: 'all', ...asked, ...times });
  await vmsOfChanges(db, [{ id: hostId, hostId, at: NOW }]);
  const waves = {
    fabrics: 'all' as const,
    filter: { fabric: { include: ['a'], exclude: [] } },
    kinds: ['transition' as const],
    reasons: ['none'],
    hosts: 3,
    from: NOON,
    to: NOW,
  };
  await countWaves(db, { ...waves, limit: 10 });
  const wave = [{ fabricId: hostId, reason: 'none', startedAt: NOON, endedAt: NOW }];
  for (const hosts of [2, 20])
    await firstOfWaves(
      db,
      wave.map((one) => ({ ...one, hosts })),
      10,
    );
  await turnedInWaves(db, wave);
  for (const question of [live, then]) await openAmong(db, question, wave);
  for (const traits of [true, false]) await commonOfWaves(db, wave, { traits });
  await clustersOfWaves(db, wave, waves);
  await replacementsOn(db, 'all', { hostIds: [hostId], from: NOON, to: NOW });
  await turnsOfHosts(db, { hostIds: [hostId], kinds: ['transition'], from: NOON, to: NOW });
  await changesOfIds(db, 'all', [hostId]);
  await acknowledgementAt(db, hostId, NOW);
  await readHostFacts(db, { hostId, when: { at: THEN }, fabrics: 'all' });
  await recentDocuments(db, [hostId], { until: NOW, limit: 1 });
  await documentsOfReceipts(db, [hostId], NOW);
  for (const after of [null, { observedAt: NOW, digest: '00'.repeat(32) }])
    await pageOfSnapshots(db, hostId, { until: NOW, after, limit: 1 });
  await readKeptSnapshot(db, hostId, { month: '2026-11-01', digestStart: '0' });
  await newestDocuments(db, { ids: [hostId], after: null, limit: 1 });
  await factsOfChanges(db, [hostId]);
  await laterTurnsOf(db, [hostId], { from: NOON, to: NOW });
  await readSegments(db, hostId, NOW);
  await findLifetime(db, hostId, 'all');
  await findSuccessor(db, hostId, NOW);
  await liveHostsNamed(db, hostname.toLowerCase());
  await lastAbsence(db, 'all', NOW, 2);
  const exceptions = {
    fabrics: 'all',
    at: NOW,
    state: [],
    endingBefore: null,
    fabric: { include: ['a'], exclude: ['b'] },
    host: hostId,
  } satisfies ExceptionQuestion;
  for (const beyond of [null, { number: 5, isBack: false }, { number: 5, isBack: true }])
    await pageOfExceptions(db, exceptions, { beyond, limit: 10 });
  await countExceptions(db, exceptions);
  await ableNodesBeside(db, NOW, [hostId]);
  expect(await stretchesSince(db, minutesAfter(-1), [hostId])).toHaveLength(1);
  await documentsBy(db, [{ hostId, at: NOW }]);
  await isSeenException(db, 'all', hostId);
}

comparesStatements('a statement of the fleet', {
  sources: sourcesOf('lib/server/db/fleet'),
  moreThan: 20,
  ask: async (opened) => {
    pools = opened;
    await askEverything(await makeHosts());
  },
});
