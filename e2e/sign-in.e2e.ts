import { expect, type Page, type Request } from '@playwright/test';
import { isLongRun } from '@/test/support/runs';
import { expectAccessible } from './support/accessible';
import { test, untilItListens } from './support/test';

test('signing in leads back to where one was going, and signing out ends it', async ({
  page,
  world,
  faults,
}) => {
  // What a page still asks while the one to sign in is on its way is refused.
  faults.allow(/status of 401/);
  const viewer = await world.operator('viewer');
  await page.goto('/hosts?state=Silent');
  await expect(page).toHaveURL(/\/sign-in/);
  await expectAccessible(page);
  await untilItListens(page);
  // No bubble of the browser: each field says by itself what it lacks, and the first that does has the focus.
  await page.getByRole('button', { name: 'Sign in' }).click();
  const email = page.getByLabel('Email');
  await expect(email).toBeFocused();
  await expect(email).toHaveAccessibleDescription('Fill this in.');
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription('Fill this in.');
  await email.fill('nobody');
  await expect(email).toHaveAccessibleDescription('Write an email address, such as name@fab.example.');
  await email.fill(viewer.email);
  await expect(email).not.toHaveAttribute('aria-invalid');
  await page.getByLabel('Password').fill(viewer.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/hosts\?state=Silent$/);
  await expect(page.getByRole('heading', { name: 'Hosts', level: 1 })).toBeVisible();

  await untilItListens(page);
  const cookies = await page.context().cookies();
  await page.getByRole('button', { name: /, account$/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto('/hosts');
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole('status')).toHaveCount(0);
  // A browser that still has the cookie of the session is told why it has to sign in again.
  await page.context().addCookies(cookies);
  await page.goto('/hosts?state=Silent');
  await expect(page.getByRole('status')).toContainText('Your session was ended');
  await expect(page).toHaveURL(/next=%2Fhosts%3Fstate%3DSilent$/);
});

test('sign-in says why a session has ended, without scripts too', async ({ browser, server, world }) => {
  const viewer = await world.operator('viewer');
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: server.address });
  const page = await context.newPage();
  const signIn = () =>
    context.request.post('/api/auth/sign-in/email', {
      data: { email: viewer.email, password: viewer.password },
      headers: { origin: server.address },
    });
  const session = { where: { operator: { email: viewer.email } } };
  const why = page.getByRole('status');

  await signIn();
  await context.clearCookies({ name: 'gf-session' });
  await page.goto('/hosts');
  await expect(why).toHaveText('Your session has ended. Sign in again.');
  const until = String(Date.now() - 60_000);
  await context.addCookies([{ name: 'gf-signed-in', value: until, url: server.address }]);
  await page.goto('/hosts?state=Silent');
  await expect(why).toContainText('12 hours have passed since you signed in');
  await expect(page).toHaveURL(`${server.address}/sign-in?next=%2Fhosts%3Fstate%3DSilent`);

  await signIn();
  const data = { lastSeenAt: new Date(Date.now() - 31 * 60_000) };
  await server.db.session.updateMany({ ...session, data });
  await page.goto('/hosts');
  await expect(why).toContainText('it was not used for 30 minutes');
  await page.reload();
  await expect(why).toContainText('it was not used for 30 minutes');

  await signIn();
  await server.db.session.deleteMany(session);
  await page.goto('/hosts');
  await expect(why).toContainText('Your session was ended');
  await context.close();
});

const isToSignIn = (request: Request) => new URL(request.url()).pathname === '/sign-in';

/** Holds back the page to sign in until something is refused that this page still asks; what it returns has it ask. */
async function holdSignIn(page: Page): Promise<() => Promise<void>> {
  const refused = page.waitForResponse(
    (answer) => answer.url().includes('/api/trpc/') && answer.status() === 401,
  );
  await page.route(
    (url) => url.pathname === '/sign-in',
    async (route) => {
      await refused;
      await route.continue();
    },
  );
  return async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('hv');
  };
}

test('whoever signs out is signed out in every page of this browser, at once', async ({
  context,
  page,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/status of 401/);
  await signIn(await world.operator('viewer'));
  const stream = page.waitForResponse((response) => response.url().endsWith('/api/events'));
  await page.goto('/hosts');
  // The page that has the stream is told by the other page: the stream would lead it to another address.
  await stream;
  const other = await context.newPage();
  await other.goto('/hosts?state=Silent');
  await untilItListens(other);
  // What they still ask while the page to sign in is on its way is refused, and leads nowhere else.
  const asks = [await holdSignIn(page), await holdSignIn(other)];
  await other.getByRole('button', { name: /, account$/ }).click();
  const heard = page.waitForRequest(isToSignIn);
  await other.getByRole('menuitem', { name: 'Sign out' }).click();
  await heard;
  for (const ask of asks) await ask();
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fhosts&out=elsewhere$/);
  await expect(other).toHaveURL(/\/sign-in$/);
  await expect(page.getByRole('status')).toContainText('You signed out in another page of this browser.');

  // Somebody else who signs in here next does not get the filters of who left.
  const next = await world.operator('viewer');
  await untilItListens(other);
  await other.getByLabel('Email').fill(next.email);
  await other.getByLabel('Password').fill(next.password);
  await other.getByRole('button', { name: 'Sign in' }).click();
  const hosts = other.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Hosts' });
  await hosts.waitFor();
  await untilItListens(other);
  await expect(hosts).toHaveAttribute('href', '/hosts');
});

test('the way back after signing in stays on this console', async ({ page, world, faults }) => {
  // The cookie is taken while the page that comes after signing in opens its stream.
  faults.allow(/status of 401 .*\/api\/events/);
  const viewer = await world.operator('viewer');
  // Its unit tests have every other way to write an address.
  for (const elsewhere of [...(isLongRun ? ['https://elsewhere.example/'] : []), '/.//elsewhere.example/']) {
    await page.goto(`/sign-in?${new URLSearchParams({ next: elsewhere })}`);
    await page.getByLabel('Email').fill(viewer.email);
    await page.getByLabel('Password').fill(viewer.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
    await page.context().clearCookies();
  }
});

test('whoever is not signed in is told what cannot be used and what is wrong, in French too and in the dark', async ({
  page,
  world,
  faults,
}) => {
  // Chromium writes every refused request to its console.
  faults.allow(/status of 401 .*\/sign-in\/email/);
  await test.step('a set-up link that cannot be used says so, and leads on', async () => {
    await faults.allowDuring(/status of 404 .*\/set-up/, async () => {
      expect((await page.goto('/set-up?token=wrong'))?.status()).toBe(404);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link cannot be used');
    });
    await expect(page.getByText('restart the server to get a new link')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(/\/sign-in$/);
    await untilItListens(page);
  });

  await test.step('a wrong password and an unknown person are told the same', async () => {
    const viewer = await world.operator('viewer');
    for (const email of [viewer.email, 'nobody@fab.example']) {
      await page.getByLabel('Email').fill(email);
      await page.getByLabel('Password').fill('not the password at all');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByRole('alert').filter({ hasText: /\./ })).toHaveText(
        'Email or password is wrong.',
      );
    }
    await expect(page).toHaveURL(/\/sign-in$/);
  });

  await test.step('the sign-in page speaks French and knows the dark', async () => {
    await page.getByRole('button', { name: 'Français' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connexion');
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    await page.getByRole('button', { name: 'Changer de thème' }).click();
    await expectAccessible(page);
  });
});

test('an address that the build did not make is not there, also for nobody, and no page is asked for with another method', async ({
  request,
}) => {
  for (const address of ['/_next/anything', '/_next/data/x.json', '/_next/static/nothing.js', '/_next'])
    expect([address, (await request.get(address)).status()]).toEqual([address, 404]);
  // An address of the console's own is told to people who are signed in.
  const answer = await request.get('/nonsense/below?x=1');
  expect(answer.url()).toContain(`/sign-in?next=${encodeURIComponent('/nonsense/below?x=1')}`);

  const posted = await request.post('/hosts', { data: {} });
  expect([posted.status(), posted.headers().allow]).toEqual([405, 'GET, HEAD']);
});
