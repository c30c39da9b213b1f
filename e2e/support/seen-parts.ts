import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Page, test } from '@playwright/test';

/**
 * What was looked at in this run: a digest for each part of a page, under the size and theme in which it was shown. A file,
 * since each worker is a process; in the folder of results, which is emptied when a run begins.
 */
const seenFile = () => path.join(test.info().project.outputDir, 'seen-parts');

function seenParts(): Set<string> {
  return new Set(existsSync(seenFile()) ? readFileSync(seenFile(), 'utf8').split('\n') : []);
}

function noteParts(parts: readonly string[]): void {
  mkdirSync(path.dirname(seenFile()), { recursive: true });
  // One write at the end of the file, so that the lines of two workers do not mix.
  appendFileSync(seenFile(), parts.map((part) => `${part}\n`).join(''));
}

const partDigest = (part: string) => createHash('sha256').update(part).digest('base64url');

/**
 * The kinds of parts that a page shows: elements told apart by all that rules of accessibility and styles go by,
 * which are their names, classes, roles and attributes, and those of what they stand in; but not by their texts.
 */
async function partsOf(page: Page): Promise<string[]> {
  const parts = await page.evaluate(() => {
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
  return parts.map(partDigest);
}

/**
 * Whether a page shows anything that was not looked at before, and what to call once it has been. An analysis of a
 * page takes as long as the test around it; the same header, table and row need it once. What depends on the page as
 * a whole, such as the order of its headings, cannot be told from its parts.
 */
export async function unseenParts(page: Page): Promise<{ hasUnseen: boolean; note: () => void }> {
  const parts = await partsOf(page);
  const seen = seenParts();
  const unseen = parts.filter((part) => !seen.has(part));
  return { hasUnseen: unseen.length > 0, note: () => noteParts(unseen) };
}
