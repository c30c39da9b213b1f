import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isAwaited, noteAsked, noteEachPage } from '@/lib/util/awaited';

const toggleAttribute = vi.fn();

beforeEach(() => void vi.stubGlobal('document', { documentElement: { toggleAttribute } }));
afterEach(() => void vi.unstubAllGlobals());

it('a page is waited for until each part that asked for one has it', () => {
  expect(isAwaited('page')).toBe(false);
  const one = noteAsked('page');
  const other = noteAsked('page');
  one();
  expect(isAwaited('page')).toBe(true);
  expect(isAwaited('action')).toBe(false);
  expect(toggleAttribute).toHaveBeenLastCalledWith('data-awaited', true);
  other();
  expect(isAwaited('page')).toBe(false);
  expect(toggleAttribute).toHaveBeenLastCalledWith('data-awaited', false);
});

it('notes a page that the router asks for until it is answered or fails, and nothing else', async () => {
  const answers: { give: (response: Response) => void; fail: (error: Error) => void }[] = [];
  const fetch = () => new Promise<Response>((give, fail) => void answers.push({ give, fail }));
  vi.stubGlobal('window', { fetch });
  const stop = noteEachPage();
  const ask = (address: string) => window.fetch(new URL(address, 'http://gf.example'));

  const data = ask('/api/trpc/host.list');
  expect(isAwaited('page')).toBe(false);
  const page = ask('/hosts?_rsc=1a2b');
  const other = ask('/changes?fabric=PAR&_rsc=1a2b');
  expect(isAwaited('page')).toBe(true);
  answers[1]?.give(new Response());
  await page;
  expect(isAwaited('page')).toBe(true);
  answers[2]?.fail(new Error('offline'));
  await expect(other).rejects.toThrow('offline');
  expect(isAwaited('page')).toBe(false);
  answers[0]?.give(new Response());
  await data;

  stop();
  expect(window.fetch).toBe(fetch);
});
