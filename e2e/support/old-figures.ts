import type { Page } from '@playwright/test';

/** Not what the page shows: what says how old it is, what can be pressed or filled in, and what is copied. */
const NO_FIGURES =
  '[data-notice], button, input, select, textarea, pre, code, [popover], dialog, script, style';

/** The texts of the page with a figure that stand on nothing hatched. */
export const figuresNotHatched = (page: Page): Promise<string[]> =>
  page.evaluate((noFigures) => {
    const main = document.querySelector('main');
    if (!main) throw new Error('no main');
    const isHatched = (element: Element | null): boolean => {
      if (element === null) return false;
      const { backgroundImage, backgroundColor } = getComputedStyle(element);
      if (backgroundImage !== 'none') return true;
      const isSeenThrough = /^rgba\(.*, 0\)$/.test(backgroundColor);
      return isSeenThrough && element !== main && isHatched(element.parentElement);
    };
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const bare: string[] = [];
    while (walker.nextNode()) {
      const { textContent: text, parentElement: element } = walker.currentNode;
      if (!text || !/\d/.test(text) || !element || element.closest(noFigures)) continue;
      if (element.checkVisibility() && element.getBoundingClientRect().width > 1 && !isHatched(element))
        bare.push(`${text} (${element.className})`);
    }
    return bare;
  }, NO_FIGURES);
