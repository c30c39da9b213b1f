import { expect, it } from 'vitest';
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
