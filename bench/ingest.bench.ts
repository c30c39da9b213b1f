import { withClient } from '@/lib/server/db/connection';
import { attachEmbedded } from '@/lib/server/db/embedded';
import { type Enrolled, enroll, hostNames, snapshotOf } from '@/test/support/agent-client';
import { type ServerProcess, startServerProcess } from '@/test/support/server-process';
import { attachTo, makeWorld } from '@/test/support/world';
import { type LoadResult, load, type Request } from './load';
import { pgbench, yardstickTable } from './pgbench';

// How many snapshots a second the server takes in, against what the same database does when nothing but the
// database is in the way. Taken in turns, since a machine is not the same from one minute to the next.

const HOSTS = 1000;
const CONNECTIONS = 64;
const SECONDS = 10;
const ROUNDS = 3;

async function enrollFleet(server: ServerProcess): Promise<Enrolled[]> {
  const { db, close } = attachTo(server.dataDir);
  const world = await makeWorld(db, 'bench');
  const token = await world.enrollmentToken({ uses: HOSTS });
  await close();
  const fleet: Enrolled[] = [];
  let next = 0;
  const enrolOneByOne = async () => {
    for (let index = next++; index < HOSTS; index = next++)
      fleet.push(await enroll(server.address, token, hostNames(`HV-BENCH-${index}`)));
  };
  await Promise.all(Array.from({ length: 8 }, enrolOneByOne));
  return fleet;
}

/** Each host in its turn sends what it sent before, later: a fleet in its steady state. */
function requests(address: string, fleet: Enrolled[]): () => Request {
  const { host } = new URL(address);
  const heads = fleet.map(
    ({ credential }) =>
      `POST /api/v1/agent/snapshots HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${credential}\r\n` +
      'content-type: application/json\r\n',
  );
  // A host that says the same again has not been restarted in between.
  const bootedAt = new Date(Date.now() - 4 * 3_600_000);
  let turn = 0;
  return () => {
    const index = turn % fleet.length;
    const sequence = Math.floor(turn / fleet.length) + 1;
    turn += 1;
    const names = fleet[index];
    const head = heads[index];
    if (!names || head === undefined) throw new Error('The fleet is empty');
    const { hostname, fqdn, machineId } = names;
    const snapshot = snapshotOf({ hostname, fqdn, machineId }, { sequence, bootedAt });
    const envelope = { schema: 1, sentAt: snapshot.collectedAt, spool: { pending: 0, dropped: 0 } };
    return { head, body: JSON.stringify({ ...envelope, snapshots: [snapshot] }) };
  };
}

function refuseUnstored({ status, body }: { status: number; body: string }): void {
  if (status !== 200 || !body.includes('"outcome":"stored"'))
    throw new Error(`Not stored: ${status} ${body}`);
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const rate = ({ answers, seconds }: LoadResult) => answers / seconds;
const perSecond = (value: number) => `${Math.round(value).toLocaleString('en')}/s`;

async function measure(server: ServerProcess): Promise<void> {
  const database = attachEmbedded(server.dataDir);
  if (!database) throw new Error('The server runs without its embedded database');
  await withClient(database.migrateUrl, (client) => client.query(yardstickTable));
  console.log(`Enrolling ${HOSTS} hosts …`);
  const fleet = await enrollFleet(server);
  const next = requests(server.address, fleet);
  const shared = { connections: CONNECTIONS, seconds: SECONDS };
  const ingest = (seconds = SECONDS) =>
    load({ ...shared, seconds, address: server.address, next, judge: refuseUnstored });
  const document = next().body;
  const yardstick = () => pgbench({ ...shared, url: database.migrateUrl, document, keys: HOSTS });
  await ingest(3);
  const taken: LoadResult[] = [];
  const upserted: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const result = await ingest();
    taken.push(result);
    const latency = `p50 ${result.p50Ms.toFixed(1)} ms, p99 ${result.p99Ms.toFixed(1)} ms`;
    console.log(`round ${round}: snapshots over HTTP ${perSecond(rate(result))} (${latency})`);
    upserted.push(await yardstick());
    console.log(`round ${round}: pgbench upserts      ${perSecond(upserted.at(-1) ?? Number.NaN)}`);
  }
  const [ours, theirs] = [median(taken.map(rate)), median(upserted)];
  console.log(
    `ingest: ${perSecond(ours)} at ${CONNECTIONS} connections, ${document.length} bytes each; ` +
      `pgbench ${perSecond(theirs)}; ratio ${(ours / theirs).toFixed(2)}`,
  );
}

export async function main(): Promise<void> {
  const server = await startServerProcess();
  try {
    await measure(server);
  } finally {
    await server.stop();
  }
}
