import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from '@/apps/launcher/steps.mjs';
import type { HostList } from '@/lib/contracts/fleet';
import { type Ask, readyReport, type Visitor, visitDemo, withBrowser } from './demo-visitor';
import { settle } from './page-timing';

// The pictures of README.md and docs/, of the demo on a fixed date: as a window of 1,280 by 800 shows each page.

const FOLDER = path.join(root, 'docs/pictures');
const LIMIT_KB = 1_500;

type Picture = { file: string; where: string; colorScheme?: 'light' | 'dark' };

/** A host that fails one check alone has its fix in the first window. */
async function hostWithOneFix(ask: Ask): Promise<string> {
  const { hosts } = await ask<HostList>(
    'hosts?state=-Passed&state=-Silent&sort=hostname&order=asc&limit=500',
  );
  const host = hosts.find(
    ({ failingChecks: [check, ...others] }) => check === 'BitLocker' && others.length === 0,
  );
  if (host === undefined) throw new Error('No host of the demo fails BitLocker alone');
  return host.id;
}

async function picturesOf(ask: Ask): Promise<Picture[]> {
  const { plans } = await ask<{ plans: { id: string }[] }>('plans');
  return [
    { file: 'fabric-light', where: '/' },
    { file: 'fabric-dark', where: '/', colorScheme: 'dark' },
    { file: 'failing-hosts', where: '/hosts?state=-Passed&state=-Silent' },
    { file: 'host-with-fix', where: `/hosts/${await hostWithOneFix(ask)}` },
    { file: 'plan', where: `/plans/${plans[0]?.id}` },
    { file: 'report', where: `/reports/${await readyReport(ask)}` },
    { file: 'secure-boot', where: '/secure-boot' },
    { file: 'enrol', where: '/enroll' },
  ];
}

async function draw({ address, newContext }: Visitor, { file, where, colorScheme = 'light' }: Picture) {
  const context = await newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', colorScheme });
  const page = await context.newPage();
  await page.goto(address + where);
  await settle(page);
  const target = path.join(FOLDER, `${file}.png`);
  await page.screenshot({ path: target });
  await context.close();
  return statSync(target).size / 1_000;
}

async function drawAll(visitor: Visitor): Promise<void> {
  let kilobytes = 0;
  for (const picture of await picturesOf(visitor.ask)) {
    const drawn = await draw(visitor, picture);
    console.log(`${picture.file.padEnd(16)} ${drawn.toFixed(0).padStart(5)} kB`);
    kilobytes += drawn;
  }
  const verdict = kilobytes <= LIMIT_KB ? '' : '  MISSED';
  console.log(`${'all'.padEnd(16)} ${kilobytes.toFixed(0).padStart(5)} kB (limit ${LIMIT_KB})${verdict}`);
}

export async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await withBrowser((browser) => visitDemo(browser, drawAll));
}
