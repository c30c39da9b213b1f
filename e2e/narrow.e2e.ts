import { expect, type Page } from '@playwright/test';
import { expectAccessible, test } from './support/test';

const PHONE = { width: 390, height: 844 };

/** What reaches beyond the right edge and is not scrolled in a box of its own. */
const beyondTheEdge = (page: Page) =>
  page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    const isOut = (element: Element) => element.getBoundingClientRect().right > edge + 0.5;
    const wide = [...document.querySelectorAll('main *, .top > *, .top .end *')].filter(isOut);
    return wide.map(({ tagName, className }) => `${tagName}.${className}`);
  });

test('hosts can be added with a phone in hand', async ({ page, world, signIn }) => {
  await page.setViewportSize(PHONE);
  await signIn(await world.operator('administrator'));
  await page.goto('/enroll');
  for (const [language, help] of [
    ['English', 'Nothing after 5 minutes?'],
    ['Français', 'Rien après 5 minutes'],
  ] as const) {
    await page.getByRole('button', { name: language }).click();
    await page.getByRole('button', { name: help }).click();
    expect(await beyondTheEdge(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
    await expectAccessible(page);
  }
});
