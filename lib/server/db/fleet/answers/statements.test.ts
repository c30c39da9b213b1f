import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stated, statements } from '@/lib/server/db/checked-rows';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import { openPools, type Pools } from '@/lib/server/db/pools';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { deliver, enrolledHost, snapshotAt, type TestHost } from '@/test/support/ingest';
import { answeredColumns, namedIn, sourcesOf } from '@/test/support/stated-columns';
import { changesOfReasons, countTraits, pageOfChanges } from './changes';
import { countDifferences, pageOfDifferences } from './compare';
import { countCompliance, hostsOfExceptions } from './excepted-hosts';
import { countExceptions, type ExceptionQuestion, isSeenException, pageOfExceptions } from './exceptions';
import { blocksOfHosts } from './export-rows';
import { countFacets } from './facets';
import { documentOfReceipt, readHostFacts, recentDocuments } from './host-detail';
import { findLifetime, findSuccessor } from './host-lifetime';
import { everyHost, findHost, pageOfHosts, pageOfPrepared } from './host-list';
import { readSegments } from './host-timeline';
import { countByFabric, countHostsOfFabrics } from './hosts-by-fabric';
import { liveHostsNamed } from './hosts-by-name';
import { mapOfHosts } from './map';
import { prepare } from './matching-hosts';
import { countRisks } from './risks';
import { selectMatching, selectNamed } from './selected-hosts';
import { lastAbsence } from './server-absence';
import { countFleet } from './summary';

// TypeScript does not check the type that is declared for a row. Here every statement of the fleet is put to PostgreSQL, whose answer says
// which columns it has, and of which type.

const NOON = new Date('2026-11-24T12:00:00Z');
const minutesAfter = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const NOW = minutesAfter(20);
const THEN = minutesAfter(2);

let database: TestDatabase;
let pools: Pools;
const seen: Stated[] = [];
const see = (message: unknown) => void seen.push(message as Stated);

beforeAll(async () => {
  database = await testDatabase();
  pools = openPools({ url: database.runtimeUrl });
  const host = await makeHosts();
  statements.subscribe(see);
  await askEverything(host);
}, 60_000);

afterAll(async () => {
  statements.unsubscribe(see);
  await pools.close();
  await database.drop();
});

/** One of two hosts that share a machine id; of one a snapshot was refused. */
async function makeHosts(): Promise<TestHost> {
  const [host, twin] = [await enrolledHost(pools.jobs, NOON), await enrolledHost(pools.jobs, NOON)];
  const shared = { host: { machineId: host.machineId } };
  await deliver(pools.ingest, host, { receivedAt: NOON, snapshots: [snapshotAt(host, NOON)] });
  await deliver(pools.ingest, twin, { receivedAt: NOON, snapshots: [snapshotAt(twin, NOON, shared)] });
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
    await everyHost(db, question);
    await countFacets(db, question);
    await countFleet(db, question);
    await countRisks(db, question);
    await mapOfHosts(db, question, 10);
    await countByFabric(db, question);
    await countHostsOfFabrics(db, question);
    await countTraits(db, question);
    await countCompliance(db, question);
    await hostsOfExceptions(db, question, [hostId]);
    await selectMatching(db, question, 10);
    await selectNamed(db, question, [hostId]);
    for await (const { rows } of blocksOfHosts(db, question, sorting)) expect(rows.next()).toBe(true);
  }
  // As a fleet of this size is read.
  await pageOfPrepared(db, await prepare(db, live), { ...page, total: 1_000_000 });
  await pageOfDifferences(db, [then, { ...then, when: { at: NOW } }], { after: null, limit: 10 });
  await countDifferences(db, [then, { ...then, when: { at: NOW } }]);
  await pageOfChanges(db, {
    fabrics: 'all',
    filter: {},
    since: null,
    until: null,
    asOf: NOW,
    after: null,
    limit: 10,
  });
  await changesOfReasons(db, 'all', { reasons: ['none'], from: NOON, to: NOW, limit: 10 });
  await readHostFacts(db, { hostId, when: { at: THEN }, fabrics: 'all' });
  await recentDocuments(db, hostId, { until: NOW, limit: 1 });
  await documentOfReceipt(db, hostId, NOW);
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
  await pageOfExceptions(db, exceptions, { after: null, limit: 10 });
  await countExceptions(db, exceptions);
  await isSeenException(db, 'all', hostId);
}

const sources = [...sourcesOf('lib/server/db/fleet').values()];
const named = sources.flatMap(namedIn);

describe('a statement of the fleet', () => {
  it('has a name of its own, and says which columns it expects', () => {
    expect(named.length).toBeGreaterThan(20);
    expect(new Set(named).size).toBe(named.length);
    expect(sources.filter((source) => source.includes('$queryRaw'))).toEqual([]);
  });

  it.each(named)('is answered with the columns that its reader expects: %s', async (name) => {
    const stated = seen.filter((one) => one.name === name);
    expect(stated.length).toBeGreaterThan(0);
    for (const one of stated) expect(await answeredColumns(database.adminUrl, one)).toEqual(one.kinds);
  });
});
