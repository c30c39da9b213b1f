import { test as base, expect, type Page, type Request } from '@playwright/test';
import { isLongRun } from '@/test/support/runs';
import { type ServerProcess, startServerProcess } from '@/test/support/server-process';
import { asSchemaOwner, attachTo, makeWorld, type Person, type World } from '@/test/support/world';
import { violationsIn } from './axe';
import { RULES_OF_COLOUR, violationsOfColour } from './seen-colours';
import { unseenParts } from './seen-parts';

export type { World };

/** What no page may do; a test that provokes one of them says which. */
export type Faults = { allow: (pattern: RegExp) => void };

type TestFixtures = {
  world: World;
  /** People of `world` see nothing of it. */
  otherWorld: World;
  faults: Faults;
  /** A server of one's own, new, without an operator. */
  freshServer: ServerProcess;
  signIn: (person: Person) => Promise<void>;
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
      await use({ allow: (pattern) => allowed.push(pattern) });
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
});

/** What depends on a page as a whole, and so is not known of one whose parts were all seen on others. */
const RULES_OF_PAGES = [
  'aria-hidden-focus',
  'bypass',
  'document-title',
  'duplicate-id-aria',
  'empty-heading',
  'heading-order',
  'html-has-lang',
  'html-lang-valid',
  'landmark-banner-is-top-level',
  'landmark-complementary-is-top-level',
  'landmark-contentinfo-is-top-level',
  'landmark-main-is-top-level',
  'landmark-no-duplicate-banner',
  'landmark-no-duplicate-contentinfo',
  'landmark-no-duplicate-main',
  'landmark-one-main',
  'landmark-unique',
  'link-name',
  'button-name',
  'label-title-only',
  'page-has-heading-one',
  'region',
  'skip-link',
  'tabindex',
  'target-size',
];

/**
 * No violation of WCAG 2.2 A and AA, nor of axe's best practices, and in the other theme none of colour. Colours are
 * looked at where texts are coloured in a way that this run has not seen; on a push, where every part of a page was
 * looked at before, of all other rules only those of pages are run.
 */
export async function expectAccessible(
  page: Page,
  { exclude = [], isOnPush = true }: { exclude?: string[]; isOnPush?: boolean } = {},
): Promise<void> {
  if (!isOnPush && !isLongRun) return;
  // The title comes behind the page, and again behind a page that changes its language.
  await expect(page).toHaveTitle(/\S/);
  const { hasUnseen, note } = await unseenParts(page);
  const isFull = hasUnseen || isLongRun;
  await withBarsInPlace(page, async () => {
    await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
    const rules = isFull ? { without: RULES_OF_COLOUR } : { rules: RULES_OF_PAGES };
    expect(await violationsIn(page, { exclude, ...rules })).toEqual([]);
    expect(await violationsOfColour(page, exclude)).toEqual([]);
    // What axe found holds there too, but for what scrolling has moved or resized.
    const markMoved = await placesOfTargets(page);
    await scrollToEnd(page);
    if (await markMoved()) {
      const ofMoved = { include: [`[${MOVED}]`], exclude, rules: ['target-size'] };
      expect(await violationsIn(page, ofMoved), 'at its end').toEqual([]);
    }
    await page.evaluate((name) => {
      for (const moved of document.querySelectorAll(`[${name}]`)) moved.removeAttribute(name);
    }, MOVED);
    await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  });
  if (isFull) note();
  const shown = await page.evaluate(() => {
    const { theme } = document.documentElement.dataset;
    document.documentElement.dataset.theme = theme === 'dark' ? 'light' : 'dark';
    return theme;
  });
  expect(await violationsOfColour(page, exclude), 'other theme').toEqual([]);
  await page.evaluate((theme) => {
    if (theme === undefined) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, shown);
}

/**
 * What stays in view while a page scrolls covers other targets in part, wherever it comes to lie, and axe would take
 * what is left of them for their size. Meanwhile it stands where it does while nothing has scrolled.
 */
async function withBarsInPlace(page: Page, act: () => Promise<void>): Promise<void> {
  const bars = await page.evaluateHandle(() => {
    const stays = (element: Element) => {
      const { position } = getComputedStyle(element);
      return position === 'sticky' || (position === 'fixed' && element.matches('nav'));
    };
    return [...document.querySelectorAll<HTMLElement>('body *')]
      .filter(stays)
      .map((element) => ({ element, isPlain: !element.hasAttribute('style') }));
  });
  await bars.evaluate((all) => {
    for (const { element } of all) element.style.position = 'static';
  });
  await act();
  await bars.evaluate((all) => {
    for (const { element, isPlain } of all) {
      element.style.removeProperty('position');
      // An attribute that is left makes it another part, which nobody has looked at (seen-parts.ts).
      if (isPlain) element.removeAttribute('style');
    }
  });
  await bars.dispose();
}

/** Once whatever listens to scrolling has been told. */
async function scrollToEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { scrollHeight, clientHeight } = document.documentElement;
    if (scrollHeight <= clientHeight) return;
    const scrolled = new Promise((resolve) => document.addEventListener('scroll', resolve, { once: true }));
    scrollTo({ top: scrollHeight, behavior: 'instant' });
    await scrolled;
  });
}

const MOVED = 'data-moved';

/** Notes where everything is that can be pressed, from the beginning of the page; marks what has moved when it is asked. */
async function placesOfTargets(page: Page): Promise<() => Promise<boolean>> {
  const look = await page.evaluateHandle((name) => {
    const places = () => {
      const targets = document.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [tabindex]',
      );
      return [...targets].map((target) => {
        const { x, y, width, height } = target.getBoundingClientRect();
        return { target, place: [x + scrollX, y + scrollY, width, height].map(Math.round).join() };
      });
    };
    const before = new Map(places().map(({ target, place }) => [target, place]));
    return () => {
      const moved = places().filter(({ target, place }) => before.get(target) !== place);
      for (const { target } of moved) target.setAttribute(name, '');
      return moved.length > 0;
    };
  }, MOVED);
  return () => look.evaluate((markMoved) => markMoved());
}

/** Time passes for the page from now on only as the test lets it (page.clock). */
export async function holdClock(page: Page): Promise<void> {
  // The very first page asks for itself again, once its server knows the zone.
  await page.goto('/explain');
  await expect
    .poll(async () => (await page.context().cookies()).map(({ name }) => name))
    .toContain('gf-timezone');
  await page.clock.install();
}
