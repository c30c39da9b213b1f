import { type ServerProcess, startServerProcess } from '@/test/support/server-process';
import { type BenchFleet, enrollFleet, refuseUnstored, requests } from './ingest-fleet';
import { loadSteadily } from './load';

// The load of a million hosts at fifteen minutes, for two minutes, while the console is in use: how long a
// snapshot waits from when it was due, and how long a question takes meanwhile.

const HOSTS = 5000;
const PER_SECOND = 1_111;
const SECONDS = 120;
const CONNECTIONS = 64;
/** Asked one after another, each of them all the time: about what twenty people do. */
const QUESTIONS = [
  '/api/v1/summary',
  '/api/v1/hosts?limit=50',
  '/api/v1/hosts?state=InsecureHostConfiguration&sort=since&order=desc&limit=50',
  '/api/v1/hosts?q=bench-49&limit=50',
];
const PAUSE_MS = 200;

async function ask(address: string, path: string, apiToken: string): Promise<number> {
  const askedAt = performance.now();
  const answer = await fetch(new URL(path, address), { headers: { authorization: `Bearer ${apiToken}` } });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
  return performance.now() - askedAt;
}

const quantile = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

async function browse(server: ServerProcess, { apiToken }: BenchFleet, isOver: () => boolean): Promise<void> {
  const took = new Map(QUESTIONS.map((path) => [path, [] as number[]]));
  while (!isOver()) {
    for (const path of QUESTIONS) {
      took.get(path)?.push(await ask(server.address, path, apiToken));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  for (const [path, times] of took)
    console.log(
      `${path}: p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms (${times.length})`,
    );
}

export async function main(): Promise<void> {
  const server = await startServerProcess({ isOnDisk: true });
  try {
    console.log(`Enrolling ${HOSTS} hosts …`);
    const fleet = await enrollFleet(server, HOSTS);
    const next = requests(server.address, fleet.hosts);
    const shared = { address: server.address, connections: CONNECTIONS, next, judge: refuseUnstored };
    await loadSteadily({ ...shared, seconds: 5, perSecond: PER_SECOND });
    let over = false;
    const browsing = browse(server, fleet, () => over);
    const result = await loadSteadily({ ...shared, seconds: SECONDS, perSecond: PER_SECOND });
    over = true;
    await browsing;
    console.log(
      `steady: ${Math.round(result.answers / result.seconds)}/s for ${SECONDS} s, nothing refused; ` +
        `p50 ${result.p50Ms.toFixed(1)} ms, p99 ${result.p99Ms.toFixed(1)} ms from when each was due`,
    );
  } finally {
    await server.stop();
  }
}
