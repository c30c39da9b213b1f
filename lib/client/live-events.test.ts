import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Source } from '@/test/support/event-source';
import { followEvents } from './live-events';

/** Pages that wait for each other as the browser's locks have them: one after the other. */
function lockOfOneBrowser() {
  let before: Promise<unknown> = Promise.resolve();
  return {
    request: (_name: string, _options: object, hold: () => Promise<void>) => {
      before = before.then(hold);
      return before;
    },
  };
}

beforeEach(() => {
  Source.opened = [];
  vi.stubGlobal('EventSource', Source);
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  vi.stubGlobal('navigator', { onLine: true, locks: lockOfOneBrowser() });
});

afterEach(() => vi.unstubAllGlobals());

function page() {
  const told = { onChanged: vi.fn(), onChangedAt: vi.fn(), onDoubt: vi.fn() };
  return { ...told, leave: followEvents(told) };
}

it('tells every page of this browser what the stream of one begins with: all of them missed what was before it', async () => {
  const [first, second] = [page(), page()];
  await expect.poll(() => Source.opened).toHaveLength(1);
  const at = '2026-11-28T09:01:00.000Z';
  Source.opened[0]?.say('changed', at);
  await expect.poll(() => second.onChangedAt.mock.calls).toEqual([[at]]);
  expect(first.onChangedAt).toHaveBeenCalledExactlyOnceWith(at);
  expect(second.onChanged).not.toHaveBeenCalled();
  Source.opened[0]?.say('changed');
  await expect.poll(() => second.onChanged.mock.calls).toHaveLength(1);
  expect(first.onChanged).toHaveBeenCalledOnce();
  first.leave();
  second.leave();
});

it('has every page of this browser ask when the connection of one ends, since the server may be away', async () => {
  const [first, second] = [page(), page()];
  await expect.poll(() => Source.opened).toHaveLength(1);
  Source.opened[0]?.say('changed');
  expect(first.onDoubt).not.toHaveBeenCalled();
  Source.opened[0]?.fail();
  expect(first.onDoubt).toHaveBeenCalledOnce();
  await expect.poll(() => second.onDoubt.mock.calls).toHaveLength(1);
  first.leave();
  second.leave();
});
