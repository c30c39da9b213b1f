import { expect } from '@playwright/test';
import { PASSED } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { test } from './support/test';

// What says that pages are accessible finds those that are not.

test('a target that is too small only where the page has scrolled is found, and one below the top bar is none', async ({
  page,
  server,
  world,
  signIn,
}) => {
  test.setTimeout(120_000);
  await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await page.goto('/remediation');
  await page.evaluate(() => scrollTo(0, 400));
  await expectAccessible(page);

  await page.evaluate(() => {
    const place = document.createElement('div');
    const buttons = ['One', 'Another'].map((name) => {
      const button = document.createElement('button');
      button.setAttribute('aria-label', name);
      return button;
    });
    const resize = () => {
      for (const { style } of buttons) style.width = style.height = scrollY > 0 ? '8px' : '40px';
      for (const { style } of buttons) style.padding = '0';
    };
    resize();
    document.addEventListener('scroll', resize);
    place.append(...buttons);
    document.querySelector('main')?.append(place);
  });
  await expect(expectAccessible(page)).rejects.toThrow('target-size');
});

test('a text that is too light in either theme, and a landmark that is there twice, are found', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await page.goto('/hosts');
  await expectAccessible(page);
  const title = page.getByRole('heading', { level: 1 });
  // Nearly as light as the page, which is then shown in the dark as well; and the other way round.
  for (const colour of ['#e8e8e8', '#202020']) {
    await title.evaluate((element, value) => {
      element.style.color = value;
    }, colour);
    await expect(expectAccessible(page)).rejects.toThrow(/color-contrast/);
  }
  await title.evaluate((element) => element.removeAttribute('style'));
  await page
    .getByRole('navigation', { name: 'Sections' })
    .evaluate((rail) => rail.after(rail.cloneNode(true)));
  await expect(expectAccessible(page)).rejects.toThrow(/landmark-unique/);
});
