import { test as base, expect, type Page, type Request } from '@playwright/test';
import { isLongRun } from '@/test/support/runs';
import { type ServerProcess, startServerProcess } from '@/test/support/server-process';
import { asSchemaOwner, attachTo, makeWorld, type Person, type World } from '@/test/support/world';

export type { World };

/** What no page may do; a test that provokes one of them says which. */
export type Faults = {
  allow: (pattern: RegExp) => void;
  /** Only what happens until this has been done; it has to wait for what it provokes. */
  allowDuring: (pattern: RegExp, act: () => Promise<void>) => Promise<void>;
};

type TestFixtures = {
  world: World;
  /** People of `world` see nothing of it. */
  otherWorld: World;
  faults: Faults;
  /** A server of one's own, new, without an operator. */
  freshServer: ServerProcess;
  signIn: (person: Person) => Promise<void>;
  /** Leaves the console for good: the next one who signs in is another person, or the same with another browser. */
  forgetSession: () => Promise<void>;
};

type Db = ReturnType<typeof attachTo>['db'];

type WorkerFixtures = {
  server: ServerProcess & { db: Db; asSchemaOwner: (act: (db: Db) => Promise<unknown>) => Promise<void> };
};

function isNavigation(request: Request): boolean {
  return request.isNavigationRequest() && request.frame() === request.frame().page().mainFrame();
}

async function watch(page: Page, found: string[]): Promise<void> {
  let origin = '';
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => found.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (isNavigation(request)) origin = url.origin;
    if (url.protocol.startsWith('http') && url.origin !== origin)
      found.push(`request off origin: ${request.url()}`);
    if (request.headers()['next-router-prefetch'])
      found.push(`request that nobody asked for: ${request.url()}`);
  });
  await page.exposeFunction('noteCspViolation', (what: string) => found.push(`CSP: ${what}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const note: unknown = Reflect.get(window, 'noteCspViolation');
      if (typeof note === 'function') note(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
}

/**
 * Waits until React has attached its handlers to all there is: a click or a key before that is lost. A button has its
 * handlers before what it stands in listens to keys, so nothing may be left to render either. Pages that are not the
 * console's have no buttons.
 */
export async function untilItListens(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const kept = (target: object, prefix: string): unknown =>
      Object.entries(target).find(([key]) => key.startsWith(prefix))?.[1];
    const buttons = [...document.querySelectorAll('button')];
    if (!buttons.every((button) => kept(button, '__reactProps') !== undefined)) return false;
    const top = kept(document, '__reactContainer') as { stateNode: { pendingLanes: number } } | undefined;
    return buttons.length === 0 || top?.stateNode.pendingLanes === 0;
  });
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  page: async ({ page }, use) => {
    const goto = page.goto.bind(page);
    page.goto = async (...to) => {
      const response = await goto(...to);
      await untilItListens(page);
      return response;
    };
    await use(page);
  },
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern.
    async ({}, use) => {
      const server = await startServerProcess();
      const { db, close } = attachTo(server.dataDir);
      await use({ ...server, db, asSchemaOwner: (act) => asSchemaOwner(server.dataDir, act) });
      await close();
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ server }, use) => use(server.address),
  world: async ({ server }, use) => use(await makeWorld(server.db)),
  otherWorld: async ({ server }, use) => use(await makeWorld(server.db)),
  freshServer: [
    async ({ page }, use) => {
      const server = await startServerProcess();
      await use(server);
      // A page that is left open would ask the server that stops for its stream of events again.
      await page.goto('about:blank');
      await server.stop();
    },
    { scope: 'test', timeout: 120_000 },
  ],
  faults: [
    async ({ page }, use) => {
      const found: string[] = [];
      const allowed: RegExp[] = [];
      await watch(page, found);
      const allowDuring = async (pattern: RegExp, act: () => Promise<void>) => {
        const before = found.length;
        await act();
        const others = found.splice(before).filter((fault) => !pattern.test(fault));
        found.push(...others);
      };
      await use({ allow: (pattern) => allowed.push(pattern), allowDuring });
      expect(found.filter((fault) => !allowed.some((pattern) => pattern.test(fault)))).toEqual([]);
    },
    { auto: true },
  ],
  signIn: async ({ page, server }, use) =>
    use(async ({ email, password }) => {
      const answer = await page.request.post(`${server.address}/api/auth/sign-in/email`, {
        data: { email, password },
        headers: { origin: server.address },
      });
      expect(answer.status(), await answer.text()).toBe(200);
    }),
  forgetSession: async ({ page }, use) =>
    use(async () => {
      // A page that is left open would go on asking, and be refused.
      await page.goto('about:blank');
      await page.context().clearCookies();
    }),
});

/** Time passes for the pages that are opened from now on only as the test lets it (page.clock). */
export const holdClock = (page: Page): Promise<void> => page.clock.install();

/** A step that the long run alone takes: another example, size or state of what its test, or another one, shows on a push. */
export async function stepOfLongRun(title: string, act: () => Promise<void>): Promise<void> {
  if (isLongRun) await test.step(title, act);
}
