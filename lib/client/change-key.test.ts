import { afterEach, expect, it, vi } from 'vitest';
import { createChangeKeys } from './change-key';

const NOTE = { path: 'note.write', input: { host: 'a', text: 'Firmware on Monday' } };
const answer = (status: number) => new Response(null, { status });

it('is the same for a change that is told again after its answer was lost, and another for every other change', () => {
  const { keyOf } = createChangeKeys();
  const key = keyOf(NOTE);
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  expect(keyOf(NOTE)).toBe(key);
  expect(keyOf({ ...NOTE, input: { ...NOTE.input, text: 'Another' } })).not.toBe(key);
  expect(keyOf({ ...NOTE, path: 'note.withdraw' })).not.toBe(key);
});

it.each([200, 400, 409, 429])('is another one once the server has answered with %i', (status) => {
  const { keyOf, answered } = createChangeKeys();
  const key = keyOf(NOTE);
  answered(key, answer(status));
  expect(keyOf(NOTE)).not.toBe(key);
});

it.each([500, 502, 503, 504])('stays after %i, since the change may have been done', (status) => {
  const { keyOf, answered } = createChangeKeys();
  const key = keyOf(NOTE);
  answered(key, answer(status));
  expect(keyOf(NOTE)).toBe(key);
});

afterEach(() => vi.useRealTimers());

it('is another one once anything else was changed: what was done in between may have to be done again', () => {
  const { keyOf, answered } = createChangeKeys();
  const done = { path: 'plan.setTask', input: { task: 'a', state: 'done' } };
  const lost = keyOf(done);
  answered(lost, answer(502));
  answered(keyOf({ ...done, input: { ...done.input, state: 'todo' } }), answer(200));
  expect(keyOf(done)).not.toBe(lost);
});

it('of a change that still waits for its answer stays, whatever else is answered', () => {
  const { keyOf, answered } = createChangeKeys();
  const key = keyOf(NOTE);
  answered(keyOf({ ...NOTE, path: 'note.withdraw' }), answer(200));
  expect(keyOf(NOTE)).toBe(key);
});

it('is another one five minutes after the answer was lost', () => {
  vi.useFakeTimers();
  const { keyOf, failed } = createChangeKeys();
  const key = keyOf(NOTE);
  failed(key);
  vi.advanceTimersByTime(4 * 60_000);
  expect(keyOf(NOTE)).toBe(key);
  failed(key);
  vi.advanceTimersByTime(5 * 60_000);
  expect(keyOf(NOTE)).not.toBe(key);
});
