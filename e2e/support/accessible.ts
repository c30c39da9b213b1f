import { expect, type Page } from '@playwright/test';
import { isLongRun } from '@/test/support/runs';
import { violationsIn } from './axe';

/** What a theme decides; all else is the same in both. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/**
 * No violation of WCAG 2.2 A and AA, nor of axe's best practices, and in the other theme none of colour. Axe takes a
 * second of the processors for each state of a page: on a push each page is analysed once and in one theme
 * (accessible.e2e.ts), and in the long run in both, with all its other states.
 */
export async function expectAccessible(
  page: Page,
  { exclude = [], isOnPush = false }: { exclude?: string[]; isOnPush?: boolean } = {},
): Promise<void> {
  if (!isOnPush && !isLongRun) return;
  // The title comes behind the page, and again behind a page that changes its language.
  await expect(page).toHaveTitle(/\S/);
  await withBarsInPlace(page, async () => {
    await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
    expect(await violationsIn(page, { exclude })).toEqual([]);
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
  if (!isLongRun) return;
  const shown = await showOtherTheme(page);
  expect(await violationsIn(page, { exclude, rules: RULES_OF_COLOUR }), 'other theme').toEqual([]);
  await page.evaluate((theme) => {
    if (theme === undefined) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, shown);
}

export const showTheme = (page: Page, theme: 'light' | 'dark'): Promise<void> =>
  page.evaluate((value) => {
    document.documentElement.dataset.theme = value;
  }, theme);

/** Answers with what said which theme was shown before. */
const showOtherTheme = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => {
    const { theme } = document.documentElement.dataset;
    document.documentElement.dataset.theme = theme === 'dark' ? 'light' : 'dark';
    return theme;
  });

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
    return [...document.querySelectorAll<HTMLElement>('body *')].filter(stays);
  });
  await bars.evaluate((all) => {
    for (const { style } of all) style.position = 'static';
  });
  await act();
  await bars.evaluate((all) => {
    for (const { style } of all) style.removeProperty('position');
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
