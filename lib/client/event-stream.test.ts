import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Source } from '@/test/support/event-source';
import { type LiveEvent, readEvents } from './event-stream';

let browser: { onLine: boolean };

beforeEach(() => {
  vi.useFakeTimers();
  Source.opened = [];
  browser = { onLine: true };
  vi.stubGlobal('EventSource', Source);
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('navigator', browser);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function read() {
  const told: LiveEvent[] = [];
  const ending = new AbortController();
  readEvents((event) => told.push(event), ending.signal);
  return { told, end: () => ending.abort() };
}

const count = () => Source.opened.length;
const last = () => Source.opened.at(-1) as Source;

/** How long it takes until the next one is opened after this one has failed. */
async function pauseAfterFailure(): Promise<number> {
  const before = count();
  last().fail();
  let tookMs = 0;
  for (; count() === before && tookMs < 120_000; tookMs += 100) await vi.advanceTimersByTimeAsync(100);
  return tookMs;
}

it('says of the first event of all that it is the first', () => {
  const { told } = read();
  last().say('changed');
  last().say('changed');
  expect(told.map(({ isFirst }) => isFirst)).toEqual([true, false]);
});

it('connects again after pauses that grow to half a minute, and are short again once something was heard', async () => {
  const { told } = read();
  const pauses = [];
  for (let tried = 0; tried < 8; tried += 1) pauses.push(await pauseAfterFailure());
  expect(pauses[0]).toBeLessThanOrEqual(1_000);
  for (const pause of pauses.slice(-3)) {
    expect(pause).toBeGreaterThanOrEqual(15_000);
    expect(pause).toBeLessThanOrEqual(30_000);
  }
  last().say('changed');
  expect(await pauseAfterFailure()).toBeLessThanOrEqual(1_000);
  last().say('changed');
  expect(told.map(({ name, isFirst }) => [name, isFirst])).toEqual([
    ['changed', true],
    ['cut', false],
    // Whatever was on its way while none stood is asked for again.
    ['changed', false],
  ]);
  expect(Source.opened.filter(({ isClosed }) => !isClosed)).toHaveLength(1);
});

it('takes a connection for cut on which nothing comes, not even that it is alive', async () => {
  read();
  for (let seconds = 0; seconds < 120; seconds += 15) {
    last().say('alive');
    await vi.advanceTimersByTimeAsync(15_000);
  }
  expect(count()).toBe(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(count()).toBe(2);
  expect(Source.opened[0]?.isClosed).toBe(true);
});

it('says at once that a connection has ended which stood, and again while the first tries to have another fail', async () => {
  const { told } = read();
  const cuts = () => told.filter(({ name }) => name === 'cut').length;
  // Where streams never stand, as behind some proxies, their failure says nothing.
  await pauseAfterFailure();
  expect(cuts()).toBe(0);
  last().say('changed');
  last().fail();
  expect(cuts()).toBe(1);
  for (let tried = 0; tried < 8; tried += 1) {
    await vi.advanceTimersByTimeAsync(30_000);
    last().fail();
  }
  expect(cuts()).toBe(3);
  await vi.advanceTimersByTimeAsync(30_000);
  last().say('changed');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(cuts()).toBe(4);
});

it('takes no connection for cut that the server ended for another one', async () => {
  const { told } = read();
  last().say('changed');
  last().say('crowded');
  last().fail();
  expect(told.map(({ name }) => name)).toEqual(['changed', 'crowded']);
});

it('waits for the network, and then connects at once', async () => {
  const { end } = read();
  browser.onLine = false;
  last().fail();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(count()).toBe(1);
  browser.onLine = true;
  window.dispatchEvent(new Event('online'));
  expect(count()).toBe(2);
  end();
  expect(last().isClosed).toBe(true);
  window.dispatchEvent(new Event('online'));
  expect(count()).toBe(2);
});

it('comes back after long where it was one too many, and not at all once the session has ended', async () => {
  read();
  last().say('crowded');
  expect(await pauseAfterFailure()).toBeGreaterThanOrEqual(15_000);
  last().say('signedOut');
  expect(last().isClosed).toBe(true);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(count()).toBe(2);
});
