import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createEventStreams } from './event-streams';

const AT = new Date('2026-11-28T09:00:00.000Z');
const who = (caller: string) => ({ caller, session: caller });

function streamsOf(words: Partial<Parameters<typeof createEventStreams>[0]> = {}) {
  return createEventStreams({ endedSessions: async () => new Set(), most: 2, mostPerCaller: 2, ...words });
}

const textOf = (out: NodeJS.ReadableStream) => String(out.read() ?? '');

it('are bounded for all together, and a place that is left is given to the next', async () => {
  const streams = streamsOf();
  const first = streams.open(who('one'), AT);
  streams.open(who('two'), AT);
  expect(() => streams.open(who('three'), AT)).toThrow(expect.objectContaining({ code: 'unavailable' }));
  first.destroy();
  await nextTurn();
  streams.open(who('three'), AT);
  expect(streams.count()).toBe(2);
  streams.close();
  expect(streams.count()).toBe(0);
  expect(() => streams.open(who('one'), AT)).toThrow(expect.objectContaining({ code: 'unavailable' }));
});

it('are told something now and then although nothing changes', async () => {
  const streams = streamsOf({ aliveEveryMs: 1 });
  const out = streams.open(who('one'), AT);
  expect(textOf(out)).toBe(`event: changed\ndata: ${AT.toISOString()}\n\n`);
  await expect.poll(() => textOf(out)).toContain('event: alive\n');
  streams.close();
});

it('are not kept for who does not read', async () => {
  const streams = streamsOf();
  streams.open(who('one'), AT);
  const isLetGo = async () => {
    streams.tellChanged(AT);
    await nextTurn();
    return streams.count();
  };
  let told = 0;
  for (; (await isLetGo()) > 0; told += 1);
  // Some fifty bytes each.
  expect(told).toBeGreaterThan(200);
  expect(told).toBeLessThan(1_000);
});

it('hear of changes also while nobody can say whose session has ended', async () => {
  const streams = streamsOf({ endedSessions: () => Promise.reject(new Error('away')) });
  const out = streams.open(who('one'), AT);
  textOf(out);
  streams.tellChanged(AT);
  await nextTurn();
  expect(textOf(out)).toContain('event: changed\n');
  streams.close();
});
