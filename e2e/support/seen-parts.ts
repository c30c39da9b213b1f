import type { Page } from '@playwright/test';
import { noteSeen, unseenAmong } from './seen-before';

/**
 * The kinds of parts that a page shows, under the size and theme in which it shows them: elements told apart by all
 * that rules of accessibility and styles go by, which are their names, classes, roles and attributes, and those of what
 * they stand in; but not by their texts.
 */
function partsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const kinds = new Map<Element, string>();
    const kindOf = (element: Element) => {
      const known = kinds.get(element) ?? kindOfOne(element);
      kinds.set(element, known);
      return known;
    };
    const kindOfOne = (element: Element) =>
      [
        element.localName,
        element.className.toString(),
        ...['role', 'type', 'aria-hidden', 'aria-expanded', 'aria-selected', 'aria-current', 'tabindex'].map(
          (name) => element.getAttribute(name) ?? '',
        ),
        element.getAttributeNames().sort().join(' '),
        element.hasChildNodes() ? '' : 'empty',
      ].join('|');
    const { theme = '' } = document.documentElement.dataset;
    const shown = `${window.innerWidth}x${window.innerHeight} ${theme}`;
    const parts = [...document.querySelectorAll('body *')].map((element) => {
      const parents = [element.parentElement, element.parentElement?.parentElement];
      return [shown, ...[...parents, element].map((one) => (one ? kindOf(one) : ''))].join('\n');
    });
    return [...new Set(parts)];
  });
}

/**
 * Whether a page shows anything that was not looked at before, and what to call once it has been. An analysis of a
 * page takes as long as the test around it; the same header, table and row need it once. What depends on the page as
 * a whole, such as the order of its headings, cannot be told from its parts.
 */
export async function unseenParts(page: Page): Promise<{ hasUnseen: boolean; note: () => void }> {
  const unseen = unseenAmong(await partsOf(page));
  return { hasUnseen: unseen.length > 0, note: () => noteSeen(unseen) };
}
