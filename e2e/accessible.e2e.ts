import { expect, type Page } from '@playwright/test';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { addFleet, addHost, hostsBehind } from './support/fleet';
import { expectAccessible, test } from './support/test';

type Sight = { address: string; open?: (page: Page) => Promise<void> };

/** Every page with something to see, as the fullest of its states. */
function sightsOf(insecure: string, silent: string): Sight[] {
  const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();
  return [
    { address: '/' },
    { address: '/?cluster=CL-A' },
    { address: '/hosts' },
    { address: '/hosts?state=-Passed&check=BitLocker&cluster=-CL-Z&sort=since&order=desc&limit=2' },
    { address: `/hosts/${insecure}`, open: press('Expand all') },
    { address: `/hosts/${silent}` },
    { address: `/hosts/${insecure}?tab=timeline` },
    { address: `/hosts/${insecure}?tab=raw` },
    { address: '/changes' },
    { address: '/changes/compare' },
    { address: '/waves' },
    { address: '/remediation' },
    { address: '/explain' },
    { address: '/enroll', open: press('Nothing after 5 minutes?') },
    { address: '/hosts?colour=red' },
  ];
}

test('every page is accessible in the light and in the dark', async ({ page, server, world, signIn }) => {
  test.setTimeout(240_000);
  await addFleet(server.address, world);
  const facts = {
    bitLocker: {
      status: 'ok',
      value: { mountPoint: 'C:', protectionStatus: 0, volumeStatus: 'FullyDecrypted' },
    },
  };
  const insecure = await addHost(server.address, world, 'HV-D1', { hgsClient: INSECURE, facts });
  await signIn(await world.operator('administrator'));
  const { hosts } = await hostsBehind(page, `${server.address}/hosts?state=Silent`);
  for (const { address, open } of sightsOf(insecure.hostId, hosts[0]?.id ?? '')) {
    await page.goto(address);
    await expect(page.locator('[aria-busy="true"], template')).toHaveCount(0);
    await open?.(page);
    await expectAccessible(page);
  }
});

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

test('what makes a page wrong as a whole is found although each of its parts was seen before', async ({
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
