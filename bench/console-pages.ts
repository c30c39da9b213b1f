import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContextOptions, Page } from '@playwright/test';
import type { HostList, HostRow } from '@/lib/contracts/fleet';
import { type Ask, readyReport, type Visitor } from './demo-visitor';
import { settle } from './page-timing';

// How high each page of the demo is, as a person meets it, and with BENCH_PICTURES=FOLDER a picture of each.

type Look = { name: string } & BrowserContextOptions;

const DESK = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** The first one has the heights that issues and the table below speak of. */
const LOOKS: readonly [Look, ...Look[]] = [
  { name: '1440-en-light', ...DESK, locale: 'en-GB', colorScheme: 'light' },
  { name: '1440-fr-light', ...DESK, locale: 'fr-FR', colorScheme: 'light' },
  { name: '1440-en-dark', ...DESK, locale: 'en-GB', colorScheme: 'dark' },
  { name: '1440-fr-dark', ...DESK, locale: 'fr-FR', colorScheme: 'dark' },
  { name: '1280-en-light', viewport: { width: 1280, height: 800 }, locale: 'en-GB', colorScheme: 'light' },
  { name: '390-en-light', ...PHONE, locale: 'en-GB', colorScheme: 'light' },
  { name: '390-fr-dark', ...PHONE, locale: 'fr-FR', colorScheme: 'dark' },
];

/** One host of each kind that an operator opens. */
async function hostPages(ask: Ask): Promise<[string, string][]> {
  const { hosts } = await ask<HostList>('hosts?sort=hostname&order=asc&limit=500');
  const kinds: Record<string, (host: HostRow) => boolean> = {
    'healthy host': ({ state, risk }) => state === 'Passed' && risk.length === 0,
    'host at risk': ({ state, risk }) => state === 'Passed' && risk.length === 1,
    'silent host': ({ state, lastObservedAt }) => state === 'Silent' && lastObservedAt !== null,
    'host never heard': ({ lastObservedAt }) => lastObservedAt === null,
    'host, code integrity': ({ failingChecks: [check, ...others] }) =>
      check === 'CodeIntegrityPolicy' && others.length === 0,
    'host, BitLocker': ({ failingChecks: [check, ...others] }) =>
      check === 'BitLocker' && others.length === 0,
    'host, three checks': ({ failingChecks }) => failingChecks.length > 2,
  };
  return Object.entries(kinds).flatMap(([name, isOf]) =>
    hosts
      .filter(isOf)
      .slice(0, 1)
      .map(({ id }): [string, string] => [name, `/hosts/${id}`]),
  );
}

/** Each page by the name that it has in the table. */
async function pagesOf(ask: Ask): Promise<[string, string][]> {
  const { plans } = await ask<{ plans: { id: string; number: string }[] }>('plans');
  const { waves } = await ask<{ waves: { id: string }[] }>('waves');
  return [
    ['Fabric', '/'],
    ['Hosts', '/hosts'],
    ['Hosts, failing', '/hosts?state=-Passed&state=-Silent'],
    ...(await hostPages(ask)),
    ['Changes', '/changes?within=24h'],
    ['Waves', '/waves'],
    ...waves.slice(0, 1).map(({ id }): [string, string] => ['a wave', `/waves/${id}`]),
    ['Compare', '/changes/compare'],
    ['Remediation', '/remediation'],
    ['Plans', '/plans'],
    ...plans.map(({ id, number }): [string, string] => [`plan ${number}`, `/plans/${id}`]),
    ['new plan', '/plans/new?cause=BitLocker'],
    ['Secure Boot', '/secure-boot'],
    ['Reports', '/reports'],
    ['a report', `/reports/${await readyReport(ask)}`],
    ['new report', '/reports/new'],
    ['Verify', '/reports/verify'],
    ['Exceptions', '/exceptions'],
    ['new exception', '/exceptions/new'],
    ['Explain', '/explain'],
    ['Enrol', '/enroll'],
    ...SETTINGS.map((name): [string, string] => [`Settings, ${name}`, `/settings/${name}`]),
  ];
}

const SETTINGS = [
  'operators',
  'tokens',
  'enrollment',
  'fabrics',
  'hosts',
  'retention',
  'mail',
  'sessions',
].concat(['report-keys', 'frameworks', 'audit', 'about']);

const heightOf = (page: Page) => page.evaluate(() => document.documentElement.scrollHeight);

/** Visits every page in one look; returns each one's height in pixels of CSS. */
async function visit(visitor: Visitor, { name: look, ...options }: Look, pages: [string, string][]) {
  const folder = process.env.BENCH_PICTURES;
  const context = await visitor.newContext(options);
  const heights = new Map<string, number>();
  for (const [called, where] of pages) {
    const page = await context.newPage();
    await page.goto(visitor.address + where);
    await settle(page);
    heights.set(called, await heightOf(page));
    if (folder !== undefined) {
      mkdirSync(path.join(folder, look), { recursive: true });
      const file = path.join(folder, look, called.replaceAll(/\W+/g, '-').toLowerCase());
      await page.screenshot({ path: `${file}.png`, fullPage: true });
      if (look === LOOKS[0].name) await page.pdf({ path: `${file}.pdf` });
    }
    await page.close();
  }
  await context.close();
  return heights;
}

/** Prints a row of the table in bench/README.md for each page. */
export async function measureHeights(visitor: Visitor): Promise<void> {
  const pages = await pagesOf(visitor.ask);
  const looks = process.env.BENCH_PICTURES === undefined ? LOOKS.slice(0, 2) : LOOKS;
  const seen = [];
  for (const look of looks) seen.push({ look, heights: await visit(visitor, look, pages) });
  console.log(`| page | ${looks.map(({ name }) => name).join(' | ')} |`);
  console.log(`|---|${looks.map(() => '---|').join('')}`);
  for (const [name] of pages)
    console.log(`| ${name} | ${seen.map(({ heights }) => heights.get(name)).join(' | ')} |`);
}
