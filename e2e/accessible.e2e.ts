import { expect, type Page } from '@playwright/test';
import { INSECURE } from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { expectAccessible, showTheme } from './support/accessible';
import { addFleet, addHost, hostsBehind } from './support/fleet';
import { belowTheBar, chooseLanguage, expectNothingSideways, PHONE } from './support/narrow';
import { test, type World } from './support/test';

const DESK = { width: 1440, height: 900 };

type Sight = {
  address: string;
  open?: (page: Page) => Promise<void>;
  /** What else a phone has to show of it. */
  onAPhone?: (page: Page) => Promise<void>;
};

const FILTERED = '/hosts?state=-Passed&check=BitLocker&cluster=-CL-Z&sort=since&order=desc&limit=2';

/** Every page with something to see, as the fullest of its states; the long run has others of their states. */
function sightsOf(insecure: string, silent: string): Sight[] {
  const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();
  const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();
  const inLongRun = ['/?cluster=CL-A', FILTERED, `/hosts/${silent}`, '/hosts?colour=red'];
  return [
    { address: '/', onAPhone: headersAreWhole },
    { address: '/hosts', onAPhone: filtersAreReached },
    { address: `/hosts/${insecure}`, open: press('Tout déplier') },
    { address: `/hosts/${insecure}?tab=timeline` },
    { address: `/hosts/${insecure}?tab=raw` },
    { address: '/changes' },
    { address: `/changes/compare?from=${anHourAgo}&to=${new Date().toISOString()}` },
    { address: '/waves' },
    { address: '/remediation' },
    { address: '/explain' },
    { address: '/enroll', open: press('Rien après 5 minutes') },
    ...[...OF_PROOF, ...OF_SETTINGS, ...(isLongRun ? inLongRun : [])].map((address) => ({ address })),
    { address: '/settings/about', onAPhone: openPageIsInItsLine },
  ];
}

const OF_PROOF = [
  '/plans',
  '/plans/new',
  '/secure-boot',
  '/reports',
  '/reports/new?kind=period',
  '/exceptions',
];
const PARTS_OF_SETTINGS = ['fabrics', 'enrollment', 'hosts', 'operators', 'sessions', 'tokens', 'audit'];
const OF_SETTINGS = [...PARTS_OF_SETTINGS, 'retention', 'mail', 'report-keys'].map(
  (part) => `/settings/${part}`,
);

/** None of the causes' headers is cut, or stands over the next one. */
async function headersAreWhole(page: Page): Promise<void> {
  const cut = await page.evaluate(() => {
    const heads = [...(document.querySelector('main table')?.querySelectorAll('th') ?? [])];
    return heads.filter((head) => head.scrollWidth > head.clientWidth + 1).map((head) => head.textContent);
  });
  expect(cut).toEqual([]);
}

async function filtersAreReached(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Filtres', exact: true }).click();
  await expect(page.getByRole('complementary', { name: 'Filtres' })).toBeFocused();
}

/** Once it has come, the line of pages shows the one that is open, though it is the last of them. */
async function openPageIsInItsLine(page: Page): Promise<void> {
  await page.reload();
  const pages = page.getByRole('navigation', { name: 'Paramètres' });
  await expect(pages.getByRole('link', { name: 'À propos' })).toBeInViewport();
}

/** Nothing is scrolled sideways, and the bar covers nothing: on a push on the narrowest of phones. */
async function readOnAPhone(page: Page, { address, onAPhone }: Sight): Promise<void> {
  for (const width of isLongRun ? [320, PHONE.width] : [320]) {
    await page.setViewportSize({ ...PHONE, width });
    await expectNothingSideways(page, width);
    await expect.poll(() => belowTheBar(page), address).toEqual([]);
    await onAPhone?.(page);
  }
  await expectAccessible(page);
}

/** Goes by a link where the page that is open has one: it costs half of what loading the page does. */
async function visit(page: Page, { address, open }: Sight): Promise<void> {
  const link = page.locator(`nav a[href="${address}"]`).first();
  if ((await link.count()) === 0) await page.goto(address);
  else {
    await link.evaluate((anchor: HTMLElement) => anchor.click());
    await expect(page).toHaveURL(address);
  }
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[aria-busy="true"], template')).toHaveCount(0);
  await open?.(page);
}

async function addHosts(address: string, world: World): Promise<string> {
  await addFleet(address, world);
  const facts = {
    bitLocker: {
      status: 'ok',
      value: { mountPoint: 'C:', protectionStatus: 0, volumeStatus: 'FullyDecrypted' },
    },
  };
  const hgsClient = { ...INSECURE, attestationSubstatus: 'CodeIntegrityPolicy, DumpEncryption' };
  return (await addHost(address, world, 'HV-D1', { hgsClient, facts })).hostId;
}

test('every page is accessible, in the light or in the dark, and on a phone nothing is scrolled sideways', async ({
  page,
  server,
  world,
  signIn,
}) => {
  test.setTimeout(240_000);
  const insecure = await addHosts(server.address, world);
  await signIn(await world.administrator());
  const { hosts } = await hostsBehind(page, `${server.address}/hosts?state=Silent`);
  // The longer words are the French ones.
  await page.goto('/explain');
  await chooseLanguage(page, 'Français', 'fr');
  for (const [index, sight] of sightsOf(insecure, hosts[0]?.id ?? '').entries()) {
    await page.setViewportSize(DESK);
    await visit(page, sight);
    // All pages draw on the same colours, so that light and dark take turns. The long run looks at each in both.
    await showTheme(page, index % 2 === 1 ? 'dark' : 'light');
    await expectAccessible(page, { isOnPush: true });
    await readOnAPhone(page, sight);
  }
});
