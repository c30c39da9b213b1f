import { withClient } from '@/lib/server/db/connection';
import { attachEmbedded } from '@/lib/server/db/embedded';
import { type Enrolled, enroll, hostNames } from '@/test/support/agent-client';
import { type ServerProcess, startServerProcess } from '@/test/support/server-process';
import { attachTo, makeWorld } from '@/test/support/world';
import { documentOf, envelopeOf } from './document';
import { type LoadResult, load, type Request } from './load';
import { pgbench, yardstickTable } from './pgbench';

// How many snapshots a second the server takes in, against what the same database does when nothing but the
// database is in the way. Taken in turns, since a machine is not the same from one minute to the next.

const HOSTS = 5000;
const CHANGES_ONE_IN = 50;
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

/** Each host in its turn sends what it sent before, later; one snapshot in fifty changes what it says. */
function requests(address: string, fleet: readonly Enrolled[]): () => Request {
  const { host } = new URL(address);
  const senders = fleet.map((enrolled) => ({
    head:
      `POST /api/v1/agent/snapshots HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${enrolled.credential}\r\n` +
      'content-type: application/json\r\n',
    document: documentOf(enrolled),
    passed: true,
    sequence: 0,
  }));
  let turn = 0;
  return () => {
    const sender = senders[turn % senders.length];
    if (sender === undefined) throw new Error('The fleet is empty');
    turn += 1;
    if (turn % CHANGES_ONE_IN === 0) sender.passed = !sender.passed;
    sender.sequence += 1;
    const at = new Date();
    const { passed, sequence } = sender;
    return { head: sender.head, body: envelopeOf([sender.document({ sequence, at, passed })], at) };
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
