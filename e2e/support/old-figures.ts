import type { Page } from '@playwright/test';

/** Not what the page shows: what says how old it is, what can be pressed or filled in, and what is copied. */
const NO_FIGURES =
  '[data-notice], a[aria-current], label:has(input), button, input, select, textarea, pre, code, [popover], dialog, script, style';

/** Tailwind leaves out those that nothing uses; old figures have the last one. */
const HATCHES = ['hatch', 'hatch-tight', 'hatch-soft', 'hatch-light', 'hatch-faint'];

/** The texts of the page with a figure that stand on nothing hatched. */
export const figuresNotHatched = (page: Page): Promise<string[]> =>
  page.evaluate(
    ({ noFigures, tokens }) => {
      const main = document.querySelector('main');
      if (!main) throw new Error('no main');
      // What the tokens come to in this theme: any other picture is no hatch.
      const probe = document.body.appendChild(document.createElement('i'));
      const hatches = tokens.map((token) => {
        probe.style.backgroundImage = `var(--background-image-${token})`;
        return getComputedStyle(probe).backgroundImage;
      });
      probe.remove();
      if (hatches.at(-1) === 'none') throw new Error('the hatch of old figures has no token');
      const isHatched = (element: Element | null): boolean => {
        if (element === null) return false;
        const { backgroundImage, backgroundColor } = getComputedStyle(element);
        if (backgroundImage !== 'none' && hatches.includes(backgroundImage)) return true;
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
    },
    { noFigures: NO_FIGURES, tokens: HATCHES },
  );

/** What can be pressed or filled in is hatched nowhere: it is no figure, and has to look as if it worked. */
export const controlsHatched = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('main :is(button, input, select, textarea, a.border.font-medium)')]
      .filter((element) => getComputedStyle(element).backgroundImage.includes('repeating'))
      .map((element) => `${element.textContent} (${element.className})`),
  );
