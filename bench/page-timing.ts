import type { Page } from '@playwright/test';

// What a page says about itself while it is used, by the browser's own measure.

export type Seen = {
  paintMs: number;
  /** Cumulative layout shift, beside what people do. */
  shift: number;
  /** What moved, as tag and class. */
  moved: string[];
  /** The slowest interaction, from the input until the next frame is painted. 0: faster than the browser records. */
  slowestMs: number;
  scriptBytes: number;
};

/** The page's window, once `listen` has run in it. */
type Measured = Window & { benchSeen: () => Seen; benchForget: () => void };

type Shift = PerformanceEntry & {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
};

/** Runs in the page, before any script of it. */
function listen(): void {
  const seen: Omit<Seen, 'scriptBytes'> = { paintMs: 0, shift: 0, moved: [], slowestMs: 0 };
  const watch = (type: string, each: (entry: PerformanceEntry) => void, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({
      type,
      buffered: true,
      ...more,
    });
  watch('largest-contentful-paint', ({ startTime }) => {
    seen.paintMs = Math.max(seen.paintMs, startTime);
  });
  watch('layout-shift', (entry) => {
    const { value, hadRecentInput, sources } = entry as Shift;
    if (hadRecentInput) return;
    seen.shift += value;
    for (const { node } of sources) {
      const element = node instanceof Element ? node : node?.parentElement;
      seen.moved.push(`${element?.tagName} ${element?.className.toString().slice(0, 80)}`);
    }
  });
  watch(
    'event',
    (entry) => {
      const { interactionId = 0 } = entry as PerformanceEntry & { interactionId?: number };
      if (interactionId > 0) seen.slowestMs = Math.max(seen.slowestMs, entry.duration);
    },
    { durationThreshold: 16 },
  );
  const measured = window as unknown as Measured;
  measured.benchSeen = () => ({
    ...seen,
    scriptBytes: performance
      .getEntriesByType('resource')
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
  });
  measured.benchForget = () => Object.assign(seen, { shift: 0, moved: [], slowestMs: 0 });
}

export async function listenToPage(page: Page): Promise<void> {
  await page.addInitScript(listen);
}

export const seenOn = (page: Page): Promise<Seen> =>
  page.evaluate(() => (window as unknown as Measured).benchSeen());

export const forgetOn = (page: Page): Promise<void> =>
  page.evaluate(() => (window as unknown as Measured).benchForget());

/** So long nothing happened: by then the browser has also recorded what was before. */
const QUIET_MS = 500;

/**
 * Waits until for a while no answer of the server has come and no script has run for long, as it does until the page listens
 * to keys. The browser reports each; nothing is asked again and again.
 */
export const settle = (page: Page): Promise<void> =>
  page.evaluate(
    (quietMs) =>
      new Promise<void>((resolve) => {
        let timer = setTimeout(end, quietMs);
        const events = new PerformanceObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(end, quietMs);
        });
        for (const type of ['resource', 'longtask']) events.observe({ type });
        function end() {
          events.disconnect();
          resolve();
        }
      }),
    QUIET_MS,
  );
