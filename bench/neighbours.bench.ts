import { MOST_KEPT } from '@/lib/domain/retention';
import { ingestBatch } from '@/lib/server/services/snapshot';
import { type Enrolled, INSECURE, PASSED } from '@/test/support/agent-client';
import { delivery, snapshotAt } from '@/test/support/ingest';
import { type ServerProcess, startServerProcess } from '@/test/support/server-process';
import { attachTo } from '@/test/support/world';
import { documentOf, envelopeOf } from './document';
import { enrollFleet, refuseUnstored, requests } from './ingest-fleet';
import { askInTurn, type LoadResult, loadSteadily, type Request } from './load';

// What one host costs the others that sends as much as it may, each snapshot under a lower sequence than the one
// before: each is out of order, so that its history is folded anew. The others send what a million hosts do.

const HOSTS = Number(process.env.BENCH_HOSTS ?? 5_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 30);
/** What hosts are told: the shorter, the more one of them may keep, and have folded anew. */
const INTERVAL_SECONDS = Number(process.env.BENCH_INTERVAL ?? 60);
const PER_SECOND = Number(process.env.BENCH_RATE ?? 1_111);
/** What one credential may ask a second. */
const REQUESTS_A_SECOND = 50;
const CONNECTIONS = 64;
const FLOOR_MS = 250;

/** More than are taken of one host in this time, one and a hundred a request. */
const mostTaken = (perRequest: number) => (perRequest === 1 ? REQUESTS_A_SECOND * SECONDS : 250);

const AT_ONCE = 200;
/** All of them lie within an hour, so that each was sent promptly. */
const APART_MS = 50;

const highest = Number.MAX_SAFE_INTEGER;

const headOf = (address: string, host: Enrolled): string =>
  `POST /api/v1/agent/snapshots HTTP/1.1\r\nhost: ${new URL(address).host}\r\n` +
  `authorization: Bearer ${host.credential}\r\ncontent-type: application/json\r\n`;

/**
 * Made before anything is measured: while this process writes bodies of half a megabyte, it is late in asking for the
 * others, too. Each state differs from the one before, so that each snapshot opens a segment.
 */
function falling(address: string, host: Enrolled, perRequest: number): () => Request {
  const document = documentOf(host);
  const sentAt = new Date();
  let made = 0;
  const head = headOf(address, host);
  const bodies = Array.from({ length: mostTaken(perRequest) }, () => {
    const items = Array.from({ length: perRequest }, () => {
      made += 1;
      return document({ sequence: highest - made, at: sentAt, passed: made % 3 !== 0 });
    });
    return envelopeOf(items, sentAt);
  });
  let turn = 0;
  // What was refused comes again in its turn, as an agent sends it again.
  return () => ({ head, body: bodies[turn++ % bodies.length] ?? '' });
}

type Answers = Map<number, number>;

/** A host may be told of its own limits; any answer but that and `stored` is a fault. */
function countAnswers(answers: Answers) {
  return ({ status, body }: { status: number; body: string }): void => {
    if (status !== 200 && status !== 429) throw new Error(`${status} ${body.slice(0, 500)}`);
    answers.set(status, (answers.get(status) ?? 0) + 1);
  };
}

const othersOf = (server: ServerProcess, next: () => Request): Promise<LoadResult> =>
  loadSteadily({
    address: server.address,
    connections: CONNECTIONS,
    seconds: SECONDS,
    next,
    judge: refuseUnstored,
    perSecond: PER_SECOND,
  });

async function besides(server: ServerProcess, next: () => Request, greedy: () => Request) {
  const answers: Answers = new Map();
  const [others] = await Promise.all([
    othersOf(server, next),
    loadSteadily({
      address: server.address,
      connections: 4,
      seconds: SECONDS,
      next: greedy,
      judge: countAnswers(answers),
      perSecond: REQUESTS_A_SECOND,
    }),
  ]);
  return { others, answers };
}

/**
 * As many as a host may keep, each of another state than the one before, so that each has a segment of its own. Written
 * by the verb: over HTTP the bytes that one credential may send in a minute would be spent first.
 */
async function fillHistory({ dataDir }: ServerProcess, host: Enrolled): Promise<void> {
  const { ingest, close } = attachTo(dataDir);
  const own = { ...host, enrollment: 1 };
  const receivedAt = new Date();
  const first = receivedAt.getTime() - MOST_KEPT * APART_MS;
  for (let made = 0; made < MOST_KEPT - AT_ONCE; made += AT_ONCE) {
    const snapshots = Array.from({ length: AT_ONCE }, (_, index) =>
      snapshotAt(own, new Date(first + (made + index) * APART_MS), {
        sequence: made + index + 1,
        hgsClient: index % 2 === 0 ? PASSED : INSECURE,
      }),
    );
    await ingestBatch(ingest, [delivery(own, { receivedAt, snapshots })], {
      reportIntervalSeconds: INTERVAL_SECONDS,
      retentionDays: 800,
    });
  }
  await close();
}

/** One snapshot of before all of them, at once and while the others send. */
async function besideOneFold(server: ServerProcess, next: () => Request, host: Enrolled): Promise<void> {
  await fillHistory(server, host);
  const document = documentOf(host);
  const late = () => {
    const at = new Date(Date.now() - 59 * 60_000);
    const items = [document({ sequence: 0, at, passed: true })];
    return { head: headOf(server.address, host), body: envelopeOf(items, new Date()) };
  };
  const answers: Answers = new Map();
  const [others, fold] = await Promise.all([
    othersOf(server, next),
    askInTurn(server.address, { next: late, count: 1, judge: countAnswers(answers) }),
  ]);
  say('beside one fold of all it may keep', others, answers);
  console.log(
    `the fold took ${fold.p50Ms.toFixed(0)} ms; the longest of the others ${others.maxMs.toFixed(0)} ms`,
  );
}

function say(what: string, { p50Ms, p99Ms }: LoadResult, answers: Answers = new Map()): void {
  const told = [...answers].map(([status, count]) => `${count} of its requests ${status}`).join(', ');
  console.log(
    `${what.padEnd(40)} others p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms (floor ${FLOOR_MS}) at ${INTERVAL_SECONDS} s ${told}`,
  );
}

async function measure(server: ServerProcess): Promise<void> {
  console.log(`Enrolling ${HOSTS} hosts …`);
  const { hosts } = await enrollFleet(server, HOSTS);
  const [one, another, third, ...others] = hosts;
  if (one === undefined || another === undefined || third === undefined)
    throw new Error('The fleet is empty');
  const next = requests(server.address, others);
  // Unmeasured: each statement is planned once a connection.
  await othersOf(server, next);
  say('alone', await othersOf(server, next));
  await besideOneFold(server, next, third);
  const singles = await besides(server, next, falling(server.address, one, 1));
  say('beside one host, one a request', singles.others, singles.answers);
  const hundreds = await besides(server, next, falling(server.address, another, 100));
  say('beside one host, 100 a request', hundreds.others, hundreds.answers);
}

export async function main(): Promise<void> {
  const server = await startServerProcess({
    isOnDisk: true,
    env: { GF_REPORT_INTERVAL_SECONDS: String(INTERVAL_SECONDS) },
  });
  try {
    await measure(server);
  } finally {
    await server.stop();
  }
}
