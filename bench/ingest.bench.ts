import { withClient } from '@/lib/server/db/connection';
import { attachEmbedded } from '@/lib/server/db/embedded/server';
import { type ServerProcess, startServerProcess } from '@/test/support/server-process';
import { median } from './database';
import { enrollFleet, refuseUnstored, requests } from './ingest-fleet';
import { type LoadResult, load, type Request } from './load';
import { pgbench, yardstickTable } from './pgbench';

// How many snapshots a second the server takes in, one a request and a hundred, against what the same database
// does when nothing but the database is in the way. Taken in turns, since a machine is not the same from one
// minute to the next.

const HOSTS = Number(process.env.BENCH_HOSTS ?? 5_000);
const CONNECTIONS = 64;
const SECONDS = 10;
const ROUNDS = 3;
const PER_BATCH = 100;
/** As many agents as drain a spool at once without waiting for each other's hosts. */
const BATCH_CONNECTIONS = 16;

const perSecond = (value: number) => `${Math.round(value).toLocaleString('en')}/s`;

function say(what: string, { p50Ms, p99Ms }: LoadResult, rate: number): number {
  console.log(`${what} ${perSecond(rate)} (p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms)`);
  return rate;
}

/**
 * Every host sends one, and all of them for three seconds at least. Its first snapshot costs a host more than those after
 * it: a credential is used first, a profile, a document, a segment and a change are written.
 */
async function hearEach(
  server: ServerProcess,
  hosts: number,
  next: (perRequest: number) => Request,
): Promise<void> {
  let sent = 0;
  const nextOne = () => {
    sent += 1;
    return next(1);
  };
  while (sent < hosts)
    await load({
      seconds: 3,
      address: server.address,
      judge: refuseUnstored,
      connections: CONNECTIONS,
      next: nextOne,
    });
}

async function measure(server: ServerProcess): Promise<void> {
  const database = attachEmbedded(server.dataDir);
  if (!database) throw new Error('The server runs without its embedded database');
  await withClient(database.migrateUrl, (client) => client.query(yardstickTable));
  console.log(`Enrolling ${HOSTS} hosts …`);
  const { hosts } = await enrollFleet(server, HOSTS);
  const shared = { seconds: SECONDS, address: server.address, judge: refuseUnstored };
  const nextOne = requests(server.address, hosts.slice(0, HOSTS / 2));
  const nextHundred = requests(server.address, hosts.slice(HOSTS / 2), PER_BATCH);
  const document = nextOne().body;
  console.log('Hearing each of them once …');
  for (const next of [nextOne, nextHundred]) await hearEach(server, HOSTS / 2, next);
  const [singles, batches, upserts]: [number[], number[], number[]] = [[], [], []];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const single = await load({ ...shared, connections: CONNECTIONS, next: nextOne });
    singles.push(say(`round ${round}: one a request    `, single, single.answers / single.seconds));
    upserts.push(
      await pgbench({
        url: database.migrateUrl,
        document,
        keys: HOSTS,
        connections: CONNECTIONS,
        seconds: SECONDS,
      }),
    );
    console.log(`round ${round}: pgbench upserts   ${perSecond(upserts.at(-1) ?? Number.NaN)}`);
    const batch = await load({ ...shared, connections: BATCH_CONNECTIONS, next: nextHundred });
    batches.push(
      say(`round ${round}: batches of ${PER_BATCH}   `, batch, (batch.answers * PER_BATCH) / batch.seconds),
    );
  }
  const [ours, hundred, theirs] = [median(singles), median(batches), median(upserts)];
  console.log(
    `ingest, ${HOSTS} hosts: ${perSecond(ours)} at ${CONNECTIONS} connections, ${document.length} bytes each; ` +
      `pgbench ${perSecond(theirs)}; ratio ${(ours / theirs).toFixed(2)}; ` +
      `batches of ${PER_BATCH}: ${perSecond(hundred)}, ratio ${(hundred / theirs).toFixed(2)}`,
  );
}

export async function main(): Promise<void> {
  const server = await startServerProcess({ isOnDisk: true });
  try {
    await measure(server);
  } finally {
    await server.stop();
  }
}
