import type { Page } from '@playwright/test';
import { isLongRun } from '@/test/support/runs';
import { judged } from './axe';
import { noteSeen, unseenAmong } from './seen-before';

/** What a theme decides; all else is the same in both. */
export const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

const MARK = 'data-coloured';

/** How many texts that are coloured in the same way are looked at on each page: one of them may be covered. */
const ALIKE = 3;

/**
 * Describes each text of a page by what its contrast depends on: its colours and size, those of what it stands in up
 * to what lets nothing through, and whether it is in use. What stands elsewhere than in the flow may lie on something
 * else, and is told by its classes as well.
 */
function colouredTexts(page: Page) {
  return page.evaluateHandle(() => {
    const isThere = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && getComputedStyle(element).visibility === 'visible';
    };
    const hasText = (element: Element) =>
      element.matches('input, select, textarea') ||
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    const grounds = new Map<Element | null, string>([[null, '']]);
    const groundOf = (element: Element | null): string => {
      const known = grounds.get(element);
      if (known !== undefined || element === null) return known ?? '';
      const { backgroundColor, backgroundImage, opacity, position, filter } = getComputedStyle(element);
      const isOpaque = backgroundColor.startsWith('rgb(') && opacity === '1';
      const own = [backgroundColor, backgroundImage, opacity, filter];
      if (position !== 'static') own.push(element.className.toString());
      const ground = `${own.join()}${isOpaque ? '' : `\n${groundOf(element.parentElement)}`}`;
      grounds.set(element, ground);
      return ground;
    };
    const colouringOf = (element: Element) => {
      const { color, fontSize, fontWeight, textDecorationLine, textShadow } = getComputedStyle(element);
      const isUsed = element.closest(':disabled, [aria-disabled="true"], [inert]') === null;
      const own = [color, fontSize, fontWeight, textShadow, isUsed, element.localName === 'a'];
      if (element.localName === 'a') {
        const around = element.parentElement ?? element;
        own.push(textDecorationLine, getComputedStyle(around).color, getComputedStyle(around).display);
      }
      return `${own.join()}\n${groundOf(element)}`;
    };
    return [...document.querySelectorAll('body *')]
      .filter((element) => hasText(element) && isThere(element))
      .map((element) => ({ element, colouring: colouringOf(element) }));
  });
}

/**
 * Runs the rules of colour on the texts of a page that are coloured in a way that was not looked at before in this
 * run. Contrast takes axe as long as all its other rules together, and a table has a hundred texts that are alike.
 */
export async function violationsOfColour(page: Page, exclude: string[]): Promise<string[]> {
  const texts = await colouredTexts(page);
  const colourings = [...new Set(await texts.evaluate((all) => all.map(({ colouring }) => colouring)))];
  const unseen = isLongRun ? colourings : unseenAmong(colourings);
  if (unseen.length === 0) return [];
  await texts.evaluate(
    (all, [wanted, name, most]) => {
      const marked = new Map(wanted.map((colouring) => [colouring, 0]));
      for (const { element, colouring } of all) {
        const count = marked.get(colouring) ?? most;
        if (count === most) continue;
        marked.set(colouring, count + 1);
        element.setAttribute(name, String(wanted.indexOf(colouring)));
      }
    },
    [unseen, MARK, isLongRun ? Infinity : ALIKE] as const,
  );
  const looked = { include: [`[${MARK}]`], exclude, rules: RULES_OF_COLOUR };
  const { violations, passed } = await judged(page, looked, MARK);
  await texts.evaluate((all, name) => {
    for (const { element } of all) element.removeAttribute(name);
  }, MARK);
  await texts.dispose();
  if (violations.length === 0) noteSeen([...new Set(passed)].flatMap((index) => unseen[Number(index)] ?? []));
  return violations;
}
