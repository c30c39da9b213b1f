import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from '@/apps/launcher/chromium.mjs';
import { type Enrolled, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { makeOperator } from '@/test/support/callers';
import { type ServerProcess, startServerProcess } from '@/test/support/server-process';
import { asSchemaOwner, attachTo } from '@/test/support/world';
import { enrollFleet, inClusters, refuseUnstored, requests } from './ingest-fleet';
import { loadSteadily } from './load';
import { countProcessorTime } from './processor-time';

// How long a changed state takes to the screen: from the moment at which a snapshot is acknowledged until a page shows it,
// while a fleet sends and three people have a page of it open, each in a browser of their own.

const HOSTS = Number(process.env.BENCH_HOSTS ?? 10_000);
const PER_SECOND = Number(process.env.BENCH_RATE ?? 1_111);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 90);
/** Each host of a fleet has its own: with 64 the sender waited for answers, and sent some 800 snapshots a second. */
const CONNECTIONS = 512;
const AIM_MS = 2_000;
/** Given up: what is slower than polling is no push. */
const LONGEST_MS = 60_000;

/** What no other host of the fleet says, so that a page shows it for this host alone. */
const TURNED = {
  ...PASSED,
  isHostGuarded: false,
  attestationStatus: 'TpmError',
  attestationStatusCode: 302,
};

type Person = { email: string; password: string };

type Watched = { name: string; address: string; within: string };

const watchedOf = ({ hostId }: Enrolled): Watched[] => [
  { name: 'Fabric', address: '/', within: 'main table' },
  { name: 'Hosts', address: '/hosts?state=TpmError', within: 'main table' },
  { name: 'Host', address: `/hosts/${hostId}`, within: 'div:has(> [data-page-title])' },
];

async function openPage(browser: Browser, { address }: ServerProcess, person: Person, path: string) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const { email, password } = person;
  const data = { email, password };
  await page.request.post(`${address}/api/auth/sign-in/email`, { data, headers: { origin: address } });
  await page.goto(address + path);
  return page;
}

/** When the page says, or says no more, that the host has turned. */
async function shownAt(page: Page, { within }: Watched, isTurned: boolean): Promise<number> {
  await page.waitForFunction(
    ([selector, turned]) =>
      [...document.querySelectorAll(String(selector))].some(({ textContent }) =>
        textContent?.includes('TpmError'),
      ) === turned,
    [within, isTurned],
    { polling: 20, timeout: LONGEST_MS },
  );
  return performance.now();
}

const quantile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

type Turning = { server: ServerProcess; host: Enrolled; watched: Watched[]; pages: Page[] };

/** Turns the host again and again until that is over. What it answers with are the times of each page. */
async function turn({ server, host, watched, pages }: Turning, isOver: () => boolean): Promise<number[][]> {
  const took: number[][] = watched.map(() => []);
  for (let sequence = 2; !isOver(); sequence += 1) {
    const isTurned = sequence % 2 === 0;
    await send(server.address, host, snapshotOf(host, { hgsClient: isTurned ? TURNED : PASSED, sequence }));
    const acknowledgedAt = performance.now();
    await Promise.all(
      watched.map(async (each, index) => {
        const page = pages[index];
        if (page) took[index]?.push((await shownAt(page, each, isTurned)) - acknowledgedAt);
      }),
    );
    // Not in step with what looks once a second.
    await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 1_000));
  }
  return took;
}

function print(watched: readonly Watched[], took: readonly number[][]): void {
  const line = (name: string, times: readonly number[]) =>
    console.log(
      `${name.padEnd(8)} p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms (${times.length})`,
    );
  for (const [index, { name }] of watched.entries()) line(name, took[index] ?? []);
  const all = took.flat();
  line('push', all);
  console.log(`push: p95 ${(quantile(all, 0.95) / AIM_MS).toFixed(2)} of the ${AIM_MS} ms meant`);
}

async function peopleOf({ dataDir }: ServerProcess, count: number): Promise<Person[]> {
  const { db, close } = attachTo(dataDir);
  const people: Person[] = [];
  for (let made = 0; made < count; made += 1) people.push(await makeOperator(db, 'viewer'));
  await close();
  return people;
}

export async function main(): Promise<void> {
  const server = await startServerProcess({ isOnDisk: true });
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox'],
  });
  try {
    console.log(`Enrolling ${HOSTS} hosts …`);
    const fleet = await enrollFleet(server, HOSTS);
    const [host, ...others] = fleet.hosts;
    if (host === undefined) throw new Error('The fleet is empty');
    await send(server.address, host, snapshotOf(host, { hgsClient: PASSED, sequence: 1 }));
    const next = requests(server.address, inClusters(others));
    const load = { address: server.address, connections: CONNECTIONS, next, judge: refuseUnstored };
    // Each of them once, so that the fleet stands as it does on any other day.
    await loadSteadily({ ...load, seconds: Math.ceil(HOSTS / PER_SECOND) + 5, perSecond: PER_SECOND });
    // As autovacuum does within a minute: until then PostgreSQL takes the new fleet for an empty one.
    await asSchemaOwner(server.dataDir, (db) => db.$executeRaw`ANALYZE`);
    const watched = watchedOf(host);
    const people = await peopleOf(server, watched.length);
    const pages = await Promise.all(
      watched.map(({ address }, index) => openPage(browser, server, people[index] as Person, address)),
    );
    const taken = countProcessorTime(server);
    let isOver = false;
    const [result, took] = await Promise.all([
      loadSteadily({ ...load, seconds: SECONDS, perSecond: PER_SECOND }).finally(() => {
        isOver = true;
      }),
      turn({ server, host, watched, pages }, () => isOver),
    ]);
    const times = Object.entries(taken()).map(([kind, ms]) => `${kind} ${ms} ms`);
    print(watched, took);
    console.log(`push: processor time each second: ${times.join(', ')}`);
    console.log(
      `push: ${Math.round(result.answers / result.seconds)} snapshots/s of ${HOSTS} hosts meanwhile, p99 ${result.p99Ms.toFixed(0)} ms`,
    );
  } finally {
    await browser.close();
    await server.stop();
  }
}
