import { expect, type Page } from '@playwright/test';
import { INSECURE } from '@/test/support/agent-client';
import { expectAccessible, showOtherTheme } from './support/accessible';
import { addFleet, addHost, hostsBehind } from './support/fleet';
import { test } from './support/test';

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
    ...[...OF_PROOF, ...OF_SETTINGS].map((address) => ({ address })),
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
const OF_SETTINGS = [...PARTS_OF_SETTINGS, 'retention', 'mail', 'report-keys', 'about'].map(
  (part) => `/settings/${part}`,
);

test('every page is accessible, in the light or in the dark', async ({ page, server, world, signIn }) => {
  test.setTimeout(240_000);
  await addFleet(server.address, world);
  const facts = {
    bitLocker: {
      status: 'ok',
      value: { mountPoint: 'C:', protectionStatus: 0, volumeStatus: 'FullyDecrypted' },
    },
  };
  const insecure = await addHost(server.address, world, 'HV-D1', { hgsClient: INSECURE, facts });
  await signIn(await world.administrator());
  const { hosts } = await hostsBehind(page, `${server.address}/hosts?state=Silent`);
  for (const [index, { address, open }] of sightsOf(insecure.hostId, hosts[0]?.id ?? '').entries()) {
    await page.goto(address);
    await expect(page.locator('[aria-busy="true"], template')).toHaveCount(0);
    await open?.(page);
    // All pages draw on the same colours, so that light and dark take turns. The long run looks at each in both.
    if (index % 2 === 1) await showOtherTheme(page);
    await expectAccessible(page, { isOnPush: true });
  }
});
