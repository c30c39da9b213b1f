import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const HERE = '/hosts?state=Silent';
const WITH_RETURN = '/sign-in?next=%2Fhosts%3Fstate%3DSilent';
const TOLD_BY_ANOTHER = `${WITH_RETURN}&out=elsewhere`;

const assign = vi.fn();
const setItem = vi.fn();
/** Answers to signing out when the test lets it. */
let answer: (response: Response | Error) => void;
let session: typeof import('./session');

beforeEach(async () => {
  const [pathname, search] = HERE.split('?');
  const window = new EventTarget();
  Object.assign(window, {
    location: { pathname, search: `?${search}`, assign },
    localStorage: { setItem },
  });
  vi.stubGlobal('window', window);
  vi.stubGlobal(
    'fetch',
    () =>
      new Promise((resolve, reject) => {
        answer = (given) => (given instanceof Error ? reject(given) : resolve(given));
      }),
  );
  // Each test has a page of its own, which knows where it is going.
  vi.resetModules();
  session = await import('./session');
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

const goneTo = () => assign.mock.calls.flat();

const anotherSignsOut = () =>
  window.dispatchEvent(Object.assign(new Event('storage'), { key: 'gf-signed-out' }));

it('keeps to the reason that it heard from another page, whatever is refused meanwhile', () => {
  const end = session.followSignOut();
  anotherSignsOut();
  session.leadToSignIn();
  end();
  expect(goneTo()).toEqual([TOLD_BY_ANOTHER, TOLD_BY_ANOTHER]);
});

it('says what it hears from another page, though it was refused before it heard', () => {
  const end = session.followSignOut();
  session.leadToSignIn();
  anotherSignsOut();
  session.leadToSignIn();
  end();
  expect(goneTo()).toEqual([WITH_RETURN, TOLD_BY_ANOTHER, TOLD_BY_ANOTHER]);
});

it('tells the other pages before it leaves, though it is refused before signing out is answered', async () => {
  const onFailed = vi.fn();
  const left = session.leave(onFailed);
  session.leadToSignIn();
  expect(goneTo()).toEqual([]);
  answer(new Response());
  await left;
  session.leadToSignIn();
  expect(goneTo()).toEqual(['/sign-in', '/sign-in']);
  expect(setItem).toHaveBeenCalledExactlyOnceWith('gf-signed-out', expect.any(String));
  expect(setItem.mock.invocationCallOrder[0]).toBeLessThan(assign.mock.invocationCallOrder[0] ?? 0);
  expect(onFailed).not.toHaveBeenCalled();
});

it('stays where signing out is not answered, and leads back here once the session turns out to have ended', async () => {
  const onFailed = vi.fn();
  const left = session.leave(onFailed);
  answer(new TypeError('Failed to fetch'));
  await left;
  expect(onFailed).toHaveBeenCalledOnce();
  expect([goneTo(), setItem.mock.calls]).toEqual([[], []]);
  session.leadToSignIn();
  expect(goneTo()).toEqual([WITH_RETURN]);
});
