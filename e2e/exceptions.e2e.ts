import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { INSECURE, send, snapshotOf } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { A_PIXEL, cutTexts, edgesOf } from './support/narrow';
import { holdClock, stepOfLongRun, test } from './support/test';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const BITLOCKER = { hgsClient: { ...INSECURE, attestationSubstatus: 'BitLocker' } };

test('one person requests an exception from a host, another approves it, and the host is excepted; a viewer is offered no step', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await test.step('a viewer reads exceptions and is offered no step', async () => {
    await signIn(await world.operator('viewer'));
    await page.goto('/exceptions');
    await expect(page.getByText('No host has sent a snapshot yet')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Request exception' })).toHaveCount(0);
    await page.goto('/exceptions/new');
    await expect(page.getByText('Your role may read exceptions.')).toBeVisible();
  });

  const host = await addHost(server.address, world, 'HV-EXC', BITLOCKER);
  await signIn(await world.operator('operator'));
  await page.goto(`/hosts/${host.hostId}`);
  const panel = page.getByRole('region', { name: 'Exceptions' });
  await page.getByRole('link', { name: 'Request exception' }).click();
  await expect(page.getByRole('heading', { name: 'Request an exception' })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /BitLocker/ })).toBeChecked();
  const effect = page.getByRole('complementary', { name: 'What it would do' });
  await expect(effect).toContainText('1 host moves from non-compliant to excepted');
  await expect(effect).toContainText('another person approves it');
  await expectAccessible(page);
  await page.getByLabel('Reason').fill('Encryption waits for new disks');
  await page.getByLabel('Compensating control').fill('The rack is locked');
  await page.getByLabel('Owner').fill('Ops Paris');
  await page.getByRole('textbox', { name: 'Review by' }).fill(inDays(5));
  await page.getByRole('textbox', { name: 'Ends on' }).fill(inDays(10));
  await page.getByRole('button', { name: 'Send for approval' }).click();

  const table = page.getByRole('table', { name: 'Exceptions' });
  await expect(table).toContainText('Waiting for approval');
  await expect(table).toContainText('You asked for it: another person has to approve it.');
  await expect(table.getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No host is excepted');
  await expectAccessible(page);

  await signIn(await world.operator('operator'));
  await page.goto('/exceptions');
  const approve = table.getByRole('button', { name: /^Approve EX-/ });
  await approve.click();
  // What it does stands below the row, over its whole width.
  const question = table.getByRole('row').filter({ hasText: '1 host moves from non-compliant to excepted' });
  await expect(question.getByRole('cell')).toHaveCount(1);
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toHaveCount(0);
  await approve.click();
  await table.getByRole('button', { name: 'Approve it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^1 host is excepted/);
  await expect(table).toContainText('Ending within 30 days');
  await page.goto('/hosts?exception=excepted');
  await expect(page.getByRole('link', { name: host.hostname })).toBeVisible();
  await test.step('the marks of one that somebody has acknowledged too are whole, and leave the name of its state whole', async () => {
    const acknowledged = await page.request.post(`${server.address}/api/v1/hosts/acknowledge`, {
      data: { hosts: [host.hostId], reason: 'Ticket 4711' },
      headers: { origin: server.address },
    });
    expect(acknowledged.status()).toBe(200);
    await page.reload();
    const cell = page.getByRole('cell').filter({ hasText: 'InsecureHostConfiguration' });
    await expect(cell.getByRole('img')).toHaveCount(2);
    expect(await cutTexts(cell)).toEqual([]);
    const name = await edgesOf(cell.getByText('InsecureHostConfiguration'));
    const { right } = await edgesOf(cell);
    const clipMargin = await cell.evaluate((element) => getComputedStyle(element).overflowClipMargin);
    for (const mark of await cell.getByRole('img').all()) {
      const edges = await edgesOf(mark);
      expect(edges.left).toBeGreaterThanOrEqual(name.right - A_PIXEL);
      expect(edges.right).toBeLessThanOrEqual(right + Number.parseFloat(clipMargin) + A_PIXEL);
    }
  });
  await page.goto(`/hosts/${host.hostId}`);
  await expect(panel).toContainText('is in force until');
  await expect(panel).toContainText('counts as excepted');
  await page.getByRole('main').getByRole('link', { name: 'Excepted', exact: true }).click();
  await expect(page).toHaveURL(/\/exceptions\?open=/);
  await page.goto('/changes');
  await expect(page.getByText(`${host.hostname} is under an exception`)).toBeVisible();
});

test('the form keeps the causes that it was opened with, although the host changes meanwhile', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-FORM', BITLOCKER);
  await signIn(await world.operator('operator'));
  await holdClock(page);
  await page.goto(`/exceptions/new?host=${host.hostId}`);
  const causes = page.getByRole('group', { name: 'Causes that it covers' }).getByRole('checkbox');
  await expect(causes).toHaveCount(1);
  const hgsClient = { ...INSECURE, attestationSubstatus: 'CodeIntegrityPolicy' };
  await send(server.address, host, snapshotOf(host, { hgsClient, sequence: 2 }));
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const asksAgain = page.waitForResponse(/fabric\.list/);
  await page.clock.runFor(31_000);
  await (await asksAgain).finished();
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  await page.clock.runFor(1_000);
  expect(asked.filter((url) => url.includes('host.get'))).toEqual([]);
  await expect(causes).toHaveCount(1);
  await expect(page.getByRole('checkbox', { name: /BitLocker/ })).toBeChecked();
});

type RequestedException = { hostId: string; endsAt: Date };

/** As a program asks for one. */
async function ask(page: Page, address: string, { hostId, endsAt }: RequestedException): Promise<string> {
  const data = {
    hosts: [hostId],
    causes: ['BitLocker'],
    reason: 'Encryption waits for new disks',
    control: 'The rack is locked',
    owner: 'Ops Paris',
    reviewAt: endsAt.toISOString(),
    endsAt: endsAt.toISOString(),
  };
  const answer = await page.request.post(`${address}/api/v1/exceptions`, {
    data,
    headers: { origin: address },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()).id;
}

test('what is in force is renewed by another one that waits, counts again once it is withdrawn, and many have their pages', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const { hostId } = await addHost(server.address, world, 'HV-REN', BITLOCKER);
  await signIn(await world.operator('operator'));
  const id = await ask(page, server.address, { hostId, endsAt: new Date(Date.now() + 20 * 86_400_000) });
  await signIn(await world.operator('operator'));
  await page.goto(`/exceptions?open=${id}`);
  const panel = page.getByRole('region', { name: /^EX-/ });
  await panel.getByRole('button', { name: /^Approve/ }).click();
  await panel.getByRole('button', { name: 'Approve it' }).click();
  await expect(panel).toContainText('In force until');
  await page.goto(`/hosts?fabric=${world.fabric.name}`);
  await expect(
    page.getByRole('row', { name: 'HV-REN' }).getByRole('img', { name: 'Excepted' }),
  ).toBeVisible();
  await page.goto(`/exceptions?open=${id}`);
  await panel.getByRole('button', { name: 'Renew' }).click();
  await panel.getByLabel('Reason').fill('The disks come in spring');
  await panel.getByRole('textbox', { name: 'Review by' }).fill(inDays(40));
  await panel.getByRole('textbox', { name: 'Ends on' }).fill(inDays(50));
  await panel.getByRole('button', { name: 'Request renewal' }).click();
  await expect(panel).toContainText('It changes nothing until another person approves it.');
  const table = page.getByRole('table', { name: 'Exceptions' });
  await expect(table).toContainText('Renews EX-');
  // Asked for by whoever approved the first: they cannot approve their own.
  await expect(table).toContainText('You asked for it: another person has to approve it.');
  await expect(table.getByRole('button', { name: /^Approve/ })).toHaveCount(0);
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export' }).click();
  expect((await download).suggestedFilename()).toMatch(/^exceptions-.*\.csv$/);

  await panel.getByRole('link', { name: 'Next exception' }).click();
  await expect(panel).toContainText('In force until');
  await expect(panel).toContainText('A renewal waits for approval');
  await panel.getByRole('button', { name: /^Withdraw/ }).click();
  await panel.getByRole('button', { name: 'Withdraw it' }).click();
  await expect(panel).toContainText('It was withdrawn on');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No host is excepted');
  await page.goto(`/hosts/${hostId}`);
  await expect(page.getByRole('region', { name: 'Exceptions' })).toContainText(/EX-\d+ was withdrawn on /);
  await expect(page.getByRole('link', { name: 'Exception ended' })).toHaveAttribute('href', /\?open=/);
  await page.goto(`/exceptions?fabric=-${world.fabric.name}`);
  await expect(page.getByText('There is no exception.')).toBeVisible();

  await stepOfLongRun('a view of more than a hundred leads to its next page and back', async () => {
    const host = await addHost(server.address, world, 'HV-MANY', BITLOCKER);
    const endsAt = new Date(Date.now() + 10 * 86_400_000);
    const first = await ask(page, server.address, { ...host, endsAt });
    // As many more like it as make a hundred, beside the renewal that waits: each request takes the server some time.
    const asked = await server.db.exception.findUniqueOrThrow({ where: { id: first } });
    const another = (index: number) => ({ ...asked, id: randomUUID(), number: asked.number + 1 + index });
    await server.db.exception.createMany({ data: Array.from({ length: 99 }, (_, index) => another(index)) });
    await page.goto(`/exceptions?fabric=${world.fabric.name}`);
    const kinds = page.getByRole('navigation', { name: 'Which exceptions' });
    await expect(page.getByText('Choose one kind to see all of its pages.')).toBeVisible();
    await kinds.getByRole('link', { name: /^Waiting 101/ }).click();
    const pages = page.getByRole('navigation', { name: 'Pages of the list' });
    await expect(pages).toContainText('100 of 101');
    await pages.getByRole('link', { name: 'Next page' }).click();
    await expect(pages).toContainText('1 of 101');
    await expect(page.getByRole('link', { name: /^EX-/ })).toHaveCount(1);
    await expectAccessible(page);
    await pages.getByRole('link', { name: 'Previous page' }).click();
    await expect(page.getByRole('link', { name: /^EX-/ })).toHaveCount(100);
    await expect(pages.getByRole('link', { name: 'Previous page' })).toHaveCount(0);
    await pages.getByRole('link', { name: 'Next page' }).click();
    await pages.getByRole('link', { name: 'First page' }).click();
    await expect(page.getByRole('link', { name: /^EX-/ })).toHaveCount(100);
  });
});

test('one ends by itself, and its host counts again', async ({ page, server, world, signIn }) => {
  const { hostId } = await addHost(server.address, world, 'HV-END', BITLOCKER);
  await signIn(await world.operator('operator'));
  const id = await ask(page, server.address, { hostId, endsAt: new Date(Date.now() + 86_400_000) });
  await signIn(await world.operator('operator'));
  const approve = `${server.address}/api/v1/exceptions/${id}/approve`;
  const approved = await page.request.post(approve, { headers: { origin: server.address } });
  expect(approved.status(), await approved.text()).toBe(200);
  await page.goto('/');
  await expect(
    page.getByRole('link', { name: /: InsecureHostConfiguration, excepted, BitLocker/ }),
  ).toBeVisible();
  // It takes two presses to get from a cause to the request.
  await page.getByRole('link', { name: '1 host', exact: true }).first().click();
  await page.getByRole('link', { name: 'Request exception' }).click();
  await expect(page.getByRole('checkbox', { name: /BitLocker/ })).toBeChecked();
  await page.goto('/remediation?concerned=true');
  await page.locator('details > summary', { hasText: 'BitLocker' }).click();
  await expect(page.getByRole('link', { name: 'Report on this host' })).toHaveAttribute(
    'href',
    '/reports/new?cause=BitLocker',
  );
  await page.getByRole('link', { name: 'Request an exception for 1 host' }).click();
  await expect(page.getByRole('checkbox', { name: /BitLocker/ })).toBeChecked();
  await page.goto(`/exceptions?open=${id}`);
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toHaveText(/^1 host is excepted/);
  // All that comes before takes what it takes, and an end that was asked for would not wait for it.
  const endsAt = new Date(Date.now() + 1_000);
  await server.asSchemaOwner((db) =>
    db.$transaction([
      db.$executeRaw`ALTER TABLE exception DISABLE TRIGGER exception_kept`,
      db.exception.update({ where: { id }, data: { endsAt } }),
      db.$executeRaw`ALTER TABLE exception ENABLE TRIGGER exception_kept`,
    ]),
  );
  const stateOf = async () =>
    (await (await page.request.get(`${server.address}/api/v1/exceptions/${id}`)).json()).state;
  await expect.poll(stateOf).toBe('ended');
  await page.reload();
  await expect(title).toHaveText('No host is excepted');
  expect(Date.now()).toBeGreaterThanOrEqual(endsAt.getTime());
  await expect(page.getByRole('table', { name: 'Exceptions' })).toContainText('1 counts as non-compliant');
  await page.goto(`/hosts/${hostId}`);
  await expect(page.getByRole('region', { name: 'Exceptions' })).toContainText(/EX-\d+ ended on /);
  await expect(page.getByRole('link', { name: 'Exception ended' })).toHaveAttribute(
    'href',
    `/exceptions?open=${id}`,
  );
});
