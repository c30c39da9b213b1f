import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from '@playwright/test';
import { ensureChromium } from '@/apps/launcher/chromium.mjs';
import { clockFrom, ensureFaketime } from '@/apps/launcher/other-dates.mjs';
import { signInCookie } from '@/test/support/callers';
import { demoProcesses } from '@/test/support/demo-processes';
import { listenTo } from '@/test/support/server-process';

// An administrator of the demo, which has the same date each time where libfaketime can be had: what is printed or drawn
// of it can then be made anew.

const DEMO_DATE = '2026-11-24T08:40:00Z';

export type Ask = <Answer>(path: string) => Promise<Answer>;

export type Visitor = {
  ask: Ask;
  address: string;
  /** A context of the browser that is signed in, in Paris, at the demo's time. */
  newContext: (options: BrowserContextOptions) => Promise<BrowserContext>;
};

export async function withBrowser<Result>(use: (browser: Browser) => Promise<Result>): Promise<Result> {
  const executablePath = await ensureChromium(console.log);
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox'],
  });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

export async function cookieContext(
  browser: Browser,
  { address, cookie, ...options }: { address: string; cookie: string } & BrowserContextOptions,
): Promise<BrowserContext> {
  const [name = '', value = ''] = cookie.split(/=(.*)/);
  const context = await browser.newContext(options);
  await context.addCookies([{ name, value, url: address }]);
  return context;
}

const askWith =
  (address: string, cookie: string): Ask =>
  async (path) => {
    const answer = await fetch(`${address}/api/v1/${path}`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json() as never;
  };

/** The number of a report that is ready: the demo asks for one, which is made once the server is there. */
export async function readyReport(ask: Ask): Promise<string> {
  for (let tries = 0; tries < 240; tries += 1) {
    const { reports } = await ask<{ reports: { number: string }[] }>('reports?state=ready&limit=1');
    if (reports[0] !== undefined) return reports[0].number;
    await pause(250);
  }
  throw new Error('No report of the demo was ready within a minute');
}

/** Starts the demo, hands it to `use` as an administrator meets it, and ends it. */
export async function visitDemo(browser: Browser, use: (visitor: Visitor) => Promise<void>): Promise<void> {
  const library = await ensureFaketime(console.log);
  const clock: Record<string, string> = library === undefined ? {} : clockFrom(library, DEMO_DATE);
  const aheadMs = Number(clock.FAKETIME ?? 0) * 1_000;
  const demo = demoProcesses(clock);
  try {
    const line = listenTo(demo.start());
    const address = await line(/is ready on (http\S+?),/);
    const [email = '', password = ''] = (await line(/administrator: (.+)$/)).split(', password ');
    const cookie = await signInCookie(address, email, password);
    const newContext = async (options: BrowserContextOptions) => {
      const context = await cookieContext(browser, {
        address,
        cookie,
        timezoneId: 'Europe/Paris',
        ...options,
      });
      await context.clock.install({ time: new Date(Date.now() + aheadMs) });
      return context;
    };
    await use({ ask: askWith(address, cookie), address, newContext });
  } finally {
    await demo.end();
  }
}
