import type { Browser, BrowserContext, Page } from '@playwright/test';
import { inUtc, withClient } from '@/lib/server/db/connection';
import { attachEmbedded } from '@/lib/server/db/embedded/server';
import { makeOperator, signInCookie } from '@/test/support/callers';
import { type ServerProcess, startServerProcess } from '@/test/support/server-process';
import { attachTo } from '@/test/support/world';
import { measureHeights } from './console-pages';
import { median } from './database';
import { cookieContext, visitDemo, withBrowser } from './demo-visitor';
import { fillFleet } from './fleet-fill';
import { forgetOn, listenToPage, type Seen, seenOn, settle } from './page-timing';

// What a person waits for in the console with a fleet of 10,000 hosts, in Chromium: the largest paint of each page, what
// moves on it, the JavaScript that it loads, and how long each interaction takes until the next frame (Event Timing, as INP
// counts it) and until its answer is on the screen.

const HOSTS = Number(process.env.BENCH_HOSTS ?? 10_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const PAINT_MS = 1_000;
const INTERACTION_MS = 100;
const KILOBYTES = 300;

const PAGES = [
  '/',
  '/hosts',
  '/hosts/:host',
  '/changes',
  '/remediation',
  '/secure-boot',
  '/reports',
  '/settings',
];

async function open(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await listenToPage(page);
  await page.goto(address);
  await settle(page);
  return page;
}

const ratio = (figure: number, aim: number) => (figure / aim).toFixed(2);
const met = (isMet: boolean) => (isMet ? '' : '  MISSED');

/** Each in a browser that has nothing of the console yet, as for somebody who opens it in the morning. */
async function measurePage(newContext: () => Promise<BrowserContext>, address: string, name: string) {
  const rounds: Seen[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await newContext();
    rounds.push(await seenOn(await open(context, address)));
    await context.close();
  }
  const paint = median(rounds.map(({ paintMs }) => paintMs));
  const shift = Math.max(...rounds.map(({ shift: moved }) => moved));
  const kB = Math.max(...rounds.map(({ scriptBytes }) => scriptBytes)) / 1_000;
  console.log(
    `${name.padEnd(16)} largest paint ${paint.toFixed(0).padStart(5)} ms (${ratio(paint, PAINT_MS)} of ${PAINT_MS})  ` +
      `shift ${shift.toFixed(4)}  JavaScript ${kB.toFixed(1)} kB (${ratio(kB, KILOBYTES)})` +
      met(paint <= PAINT_MS && shift === 0 && kB <= KILOBYTES),
  );
  for (const moved of new Set(rounds.flatMap(({ moved }) => moved))) console.log(`  moved: ${moved}`);
}

type Interaction = {
  name: string;
  from: string;
  /** Brings the page to where a person would begin. */
  before?: (page: Page) => Promise<unknown>;
  act: (page: Page) => Promise<unknown>;
  /**
   * There once the answer is on the screen. Asked for by what is in the document: to find a link by its role and name takes the
   * page 25 ms, in which it draws nothing.
   */
  shown: (page: Page) => Promise<unknown>;
};

const rows = (page: Page) => page.getByRole('table', { name: 'Hosts' }).locator('tbody tr');

const INTERACTIONS: readonly Interaction[] = [
  {
    name: 'filter',
    from: '/hosts',
    act: (page) => page.getByRole('checkbox', { name: /^BitLocker \d/ }).click(),
    shown: (page) => page.locator('a[aria-label^="Remove filter: "]').waitFor(),
  },
  {
    name: 'sort',
    from: '/hosts',
    act: (page) => page.getByRole('columnheader', { name: 'Host', exact: true }).getByRole('link').click(),
    shown: (page) => page.locator('th[aria-sort="ascending"]', { hasText: 'Host' }).waitFor(),
  },
  {
    name: 'next page',
    from: '/hosts',
    before: (page) => page.getByRole('link', { name: 'Next page' }).scrollIntoViewIfNeeded(),
    act: (page) => page.getByRole('link', { name: 'Next page' }).click(),
    shown: (page) => page.locator('a', { hasText: 'Previous page' }).waitFor(),
  },
  {
    name: 'select a host',
    from: '/hosts',
    act: (page) => rows(page).first().getByRole('checkbox').click(),
    shown: (page) => page.getByText('1 host on this page selected').waitFor(),
  },
  {
    name: 'select the page',
    from: '/hosts',
    act: (page) => page.getByRole('checkbox', { name: 'Select all hosts on this page' }).click(),
    shown: (page) => page.getByText('50 hosts on this page selected').waitFor(),
  },
  {
    name: 'open the panel',
    from: '/hosts',
    before: (page) => page.keyboard.press('j'),
    act: (page) => page.keyboard.press(' '),
    shown: (page) => page.locator('a', { hasText: 'Open host' }).waitFor(),
  },
  {
    name: 'filter by text',
    from: '/hosts',
    before: (page) => page.getByRole('searchbox', { name: 'Filter hosts' }).focus(),
    act: (page) => page.keyboard.type('hv-000012'),
    // Ten hosts are called so.
    shown: (page) => rows(page).nth(10).waitFor({ state: 'detached' }),
  },
  {
    name: 'search',
    from: '/hosts',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('hv-0000123');
    },
    shown: (page) => page.locator('[role="option"]', { hasText: 'HV-0000123' }).first().waitFor(),
  },
  {
    name: 'time',
    from: '/hosts',
    act: (page) => page.getByRole('button', { name: 'As of…' }).click(),
    shown: (page) => page.getByRole('dialog', { name: 'View another time' }).waitFor(),
  },
  {
    name: 'open a host',
    from: '/hosts',
    act: (page) => rows(page).first().getByRole('link').first().click(),
    shown: (page) => page.getByRole('navigation', { name: 'Hosts of the list' }).waitFor(),
  },
  {
    name: 'card of the map',
    from: '/',
    before: (page) => page.locator('[data-map-cell]').first().focus(),
    act: (page) => page.keyboard.press('ArrowRight'),
    shown: (page) => page.getByRole('tooltip').getByRole('definition').first().waitFor(),
  },
  {
    name: 'colour of the map',
    from: '/',
    before: (page) => page.getByRole('combobox', { name: 'Colour by' }).focus(),
    act: (page) => page.keyboard.press('ArrowDown'),
    shown: (page) => page.getByText('No failing check').first().waitFor(),
  },
  // Last, since the server goes on with the past for a while. The fleet has none before the minute in which it was written,
  // which is the time that the form offers.
  {
    name: 'an earlier time',
    from: '/hosts',
    before: (page) => page.getByRole('button', { name: 'As of…' }).click(),
    act: (page) => page.getByRole('dialog').getByRole('button', { name: 'Show', exact: true }).click(),
    shown: (page) => page.getByText('Looking at').waitFor(),
  },
];

async function measureInteraction(context: BrowserContext, address: string, asked: Interaction) {
  const frames: number[] = [];
  const answers: number[] = [];
  let shift = 0;
  const movers = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const page = await open(context, address + asked.from);
    await asked.before?.(page);
    await settle(page);
    await forgetOn(page);
    const startedAt = performance.now();
    await asked.act(page);
    await asked.shown(page);
    answers.push(performance.now() - startedAt);
    await settle(page);
    const seen = await seenOn(page);
    frames.push(seen.slowestMs);
    shift = Math.max(shift, seen.shift);
    for (const mover of seen.moved) movers.add(mover);
    await page.close();
  }
  const [worst, answered] = [Math.max(...frames), median(answers)];
  console.log(
    `${asked.name.padEnd(18)} next frame ${worst.toFixed(0).padStart(4)} ms at worst, ${median(frames).toFixed(0)} in the middle ` +
      `(${ratio(worst, INTERACTION_MS)} of ${INTERACTION_MS})  answer ${answered.toFixed(0)} ms  shift ${shift.toFixed(4)}` +
      met(worst <= INTERACTION_MS && shift === 0),
  );
  for (const mover of movers) console.log(`  moved: ${mover}`);
}

/** Written into the running product's own database, as whom its schema belongs to. */
async function fill({ dataDir }: ServerProcess): Promise<{ email: string; password: string }> {
  const running = attachEmbedded(dataDir);
  if (!running) throw new Error(`No server runs from ${dataDir}`);
  const { db, ingest, close } = attachTo(dataDir);
  await withClient(inUtc(running.migrateUrl), async (client) => {
    await fillFleet(ingest, client, HOSTS, console.log);
    // They have no past, and days in which they were in the fleet without one would be judged host by host.
    await client.query("UPDATE host SET enrolled_at = now() - interval '20 minutes'");
  });
  const person = await makeOperator(db, 'administrator');
  await close();
  return person;
}

/** The id of the host on top of the list, once the server has brought its read model up to date. */
async function firstHost(address: string, cookie: string): Promise<string> {
  const answer = await fetch(`${address}/api/v1/hosts?sort=severity&limit=1`, { headers: { cookie } });
  const { hosts }: { hosts: { id: string }[] } = await answer.json();
  const [host] = hosts;
  if (host === undefined) throw new Error('The fleet is empty');
  return host.id;
}

async function measure(browser: Browser, server: ServerProcess): Promise<void> {
  const { email, password } = await fill(server);
  const cookie = await signInCookie(server.address, email, password);
  const host = await firstHost(server.address, cookie);
  const viewport = { width: 1440, height: 900 };
  const newContext = () => cookieContext(browser, { address: server.address, cookie, viewport });
  // Once unmeasured: the server's first answer to each page compiles what all later ones use.
  const warm = await newContext();
  for (const path of PAGES) await (await open(warm, server.address + path.replace(':host', host))).close();
  for (const path of PAGES) await measurePage(newContext, server.address + path.replace(':host', host), path);
  for (const asked of INTERACTIONS) await measureInteraction(warm, server.address, asked);
}

async function measureFleet(browser: Browser): Promise<void> {
  const server = await startServerProcess({ isOnDisk: true });
  try {
    await measure(browser, server);
  } finally {
    await server.stop();
  }
}

export async function main(): Promise<void> {
  await withBrowser(async (browser) => {
    await visitDemo(browser, measureHeights);
    if (process.env.BENCH_PICTURES === undefined) await measureFleet(browser);
  });
}
