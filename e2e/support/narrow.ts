import { expect, type Locator, type Page, type Request } from '@playwright/test';

export const PHONE = { width: 390, height: 844 };

/**
 * How far boxes that touch may reach into one another: browsers measure the same text by parts of a pixel differently, as the
 * machine's fonts are drawn. What is read within a page is compared with the same patience.
 */
export const A_PIXEL = 1;

/** Where a part of the page begins and ends. */
export const edgesOf = (part: Locator) =>
  part.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { left, right, top, bottom };
  });

/** How many lines the text of a part of the page stands on. */
export const linesOf = (part: Locator) =>
  part.evaluate((element) => {
    const text = document.createRange();
    text.selectNodeContents(element);
    return new Set([...text.getClientRects()].map(({ bottom }) => Math.round(bottom))).size;
  });

/** How much of a box has to be scrolled to be seen, in whole pixels. */
export const hiddenBelow = (box: Locator) =>
  box.evaluate(({ scrollHeight, clientHeight }) => Math.max(0, scrollHeight - clientHeight - 1));

/** The same of what lies beside it. */
export const hiddenBeside = (box: Locator) =>
  box.evaluate(({ scrollWidth, clientWidth }) => Math.max(0, scrollWidth - clientWidth - 1));

/** What reaches beyond the right edge and is not scrolled in a box of its own. */
export const beyondTheEdge = (page: Page) =>
  page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    const isOut = (element: Element) => element.getBoundingClientRect().right > edge + 1;
    const wide = [...document.querySelectorAll('main *, [data-bar] > *, [data-bar] > :last-child *')].filter(
      isOut,
    );
    return wide.map(({ tagName, className }) => `${tagName}.${className}`);
  });

/** Texts of a part of the page that end in an ellipsis for want of room. */
export const cutTexts = (part: Locator) =>
  part.evaluate((root) => {
    const isCut = (element: Element) =>
      getComputedStyle(element).textOverflow === 'ellipsis' && element.scrollWidth > element.clientWidth;
    return [...root.querySelectorAll('*')].filter(isCut).map(({ textContent }) => textContent);
  });

/** What the bar has no room for, and so lies over the page. */
export const belowTheBar = (page: Page) =>
  page.evaluate(() => {
    const bar = document.querySelector('[data-bar]');
    const end = bar?.getBoundingClientRect().bottom ?? 0;
    const low = [...(bar?.children ?? [])].filter((part) => part.getBoundingClientRect().bottom > end + 1);
    return low.map(({ tagName, className }) => `${tagName}.${className}`);
  });

/** Words of the console's own, as hosts' names are none, that begin on one line and end on another. */
export const brokenWords = (page: Page) =>
  page.evaluate(() => {
    const broken: string[] = [];
    const texts = document.createTreeWalker(
      document.querySelector('main') ?? document.body,
      NodeFilter.SHOW_TEXT,
    );
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode())
      for (const { 0: word, index } of (text.nodeValue ?? '').matchAll(
        /(?<!\p{L})\p{L}\p{Ll}{6,}(?!\p{L})/gu,
      )) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const lines = [...range.getClientRects()].filter(({ width }) => width > 1);
        if (new Set(lines.map(({ top }) => Math.round(top))).size > 1) broken.push(word);
      }
    return broken;
  });

/** Polled, since parts of a page follow a new width. Where it is scrolled sideways, what reaches out is named. */
export const expectNothingSideways = (page: Page, width: number) =>
  expect
    .poll(async () => {
      const found = await page.evaluate(() => document.documentElement.scrollWidth);
      return found === width ? { found } : { found, beyond: await beyondTheEdge(page) };
    }, page.url())
    .toEqual({ found: width });

/**
 * The page comes anew with each choice, that of the language it has already included, which nothing on screen shows. What is
 * still on its way when the network goes fails, and the browser then loads the whole page, which it has no network for.
 * The page has come when its answer was read to its end, or was cut off by the router, which had all that it needed.
 */
export async function chooseLanguage(page: Page, language: string, lang: string): Promise<void> {
  const isOfPage = (request: Request) => request.headers().rsc === '1';
  const hasCome = Promise.race([
    page.waitForEvent('requestfinished', isOfPage),
    page.waitForEvent('requestfailed', isOfPage),
  ]);
  await page.getByRole('button', { name: language }).click();
  await hasCome;
  await expect(page.locator('html')).toHaveAttribute('lang', lang);
}
