import { expect, type Page, type Request } from '@playwright/test';
import { EVENTS_PATH } from '@/lib/contracts/words/events';
import { INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { addHost } from './support/fleet';
import { holdClock, test, untilItListens } from './support/test';

/** An answer; `place`: the number of the question it answers, 0 for one that was asked before anybody counted. */
type Asked = { procedures: string[]; moments: string[]; place: number };

/** What is asked, with the answers that have come. */
type Questions = { sent: number; answered: Asked[] };

/** What is asked once, when a page opens, and says no moment: on a busy machine it may come after the page is shown. */
const MOMENTLESS = ['fabric.list', 'operator.lastLook', 'setting.sendingInterval'];

const isQuestion = (request: Request) => request.url().includes('/api/trpc/') && request.method() === 'GET';

/** What the page asks for from now on, request by request, and of when the answers are. */
function askedBy(page: Page): Questions {
  const asked: Questions = { sent: 0, answered: [] };
  const places = new Map<Request, number>();
  page.on('request', (request) => {
    if (isQuestion(request)) places.set(request, ++asked.sent);
  });
  page.on('response', async (response) => {
    if (!isQuestion(response.request())) return;
    const text = await response.text().catch(() => '');
    const procedures = new URL(response.url()).pathname.replace('/api/trpc/', '').split(',');
    const said = [...text.matchAll(/"asOf":"([^"]+)"/g)].map(([, asOf = '']) => asOf);
    // The figures of a day ago, to compare with, are of then.
    const newest = Math.max(...said.map((asOf) => Date.parse(asOf)));
    const moments = said.filter((asOf) => newest - Date.parse(asOf) < 12 * 3_600_000);
    asked.answered.push({ procedures, moments, place: places.get(response.request()) ?? 0 });
  });
  return asked;
}

test('a changed state is on every page that is open before any of them asks by itself', async ({
  page,
  context,
  server,
  world,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-TURNS', { hgsClient: PASSED });
  await signIn(await world.operator('administrator'));
  await holdClock(page);
  const streams: string[] = [];
  context.on('request', (request) => request.url().endsWith(EVENTS_PATH) && streams.push(request.url()));
  const shows: [address: string, text: RegExp][] = [
    ['/', /0 of 1 host can run shielded VMs/],
    ['/hosts', /InsecureHostConfiguration 1/],
    [`/hosts/${host.hostId}`, /InsecureHostConfiguration/],
    ['/changes', /InsecureHostConfiguration/],
  ];
  const open = await Promise.all(
    shows.map(async ([address, text], index) => {
      const shown = index === 0 ? page : await context.newPage();
      await shown.goto(address);
      await untilItListens(shown);
      await expect(shown.getByRole('main')).toContainText(/\S/);
      await expect(shown.getByRole('main')).not.toContainText(text);
      return { shown, text, asked: askedBy(shown) };
    }),
  );
  await expect.poll(() => streams.length).toBe(1);
  // Nothing is asked for from here on because time passes.
  await page.clock.pauseAt(Date.now() + 1_000);
  await send(server.address, host, snapshotOf(host, { hgsClient: INSECURE, sequence: 2 }));
  const since = await page.evaluate(() => Date.now());
  for (const { shown, text, asked } of open) {
    const main = shown.getByRole('main');
    // A page that has just asked asks again a second later. No time passes after which a page would ask by itself.
    await expect
      .poll(
        async () => {
          if ((await shown.evaluate(() => Date.now())) < since + 14_000) await shown.clock.runFor(100);
          return main.textContent();
        },
        { intervals: [100] },
      )
      .toMatch(text);
    // What is on a page is of one moment.
    expect(asked.answered).not.toEqual([]);
    const figures = asked.answered.filter(
      ({ procedures }) => !procedures.every((name) => MOMENTLESS.includes(name)),
    );
    expect(figures.filter(({ moments }) => new Set(moments).size !== 1)).toEqual([]);
  }
  // One page of a browser is told, and tells the others.
  expect(streams).toHaveLength(1);
  // So it is where time alone has passed. The trend is asked for more rarely, and perhaps now.
  const fabric = open[0]?.asked ?? { sent: 0, answered: [] };
  // What the page was told last waits for its pause, and is asked for first.
  await expect
    .poll(async () => {
      const before = fabric.sent;
      await page.clock.runFor(1_000);
      return fabric.sent - before;
    })
    .toBe(0);
  const owed = fabric.sent;
  await page.clock.runFor(16_000);
  const often = () =>
    fabric.answered.filter(({ procedures, place }) => place > owed && procedures.join() !== 'history.trend');
  await expect
    .poll(() => often().map(({ procedures }) => procedures))
    .toEqual([expect.arrayContaining(['host.summary', 'host.map', 'change.recent', 'change.serverAway'])]);
  expect(new Set(often().flatMap(({ moments }) => moments)).size).toBe(1);
});

test('whose session somebody else ends is led to sign in at once, on every page, and is told why', async ({
  page,
  context,
  request,
  world,
  server,
  signIn,
  faults,
}) => {
  faults.allow(/status of 401/);
  const person = await world.operator('operator');
  await signIn(person);
  // Lists ask by themselves after half a minute.
  await holdClock(page);
  const pages = await Promise.all(
    [
      '/settings/sessions',
      ...(isLongRun ? ['/hosts', '/explain'] : []),
      `/hosts?at=${new Date().toISOString()}`,
    ].map(async (address, index) => {
      const shown = index === 0 ? page : await context.newPage();
      const told = shown
        .waitForResponse((response) => response.url().endsWith(EVENTS_PATH))
        .catch(() => null);
      await shown.goto(address);
      await untilItListens(shown);
      return { shown, address, told };
    }),
  );
  // One of these pages has the stream.
  await Promise.race(pages.map(({ told }) => told));
  const session = await server.db.session.findFirstOrThrow({ where: { operator: { email: person.email } } });
  const headers = { origin: server.address };
  const { email, password } = await world.operator('administrator');
  await request.post('/api/auth/sign-in/email', { data: { email, password }, headers });
  const ended = await request.delete(`/api/v1/sessions/${session.id}`, { headers });
  expect(ended.status(), await ended.text()).toBeLessThan(300);
  for (const { shown, address } of pages) {
    const signIn = `${server.address}/sign-in?next=${encodeURIComponent(address)}`;
    await expect(shown).toHaveURL(signIn);
    await expect(shown.getByText('Your session was ended')).toBeVisible();
  }
});
