import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loopTurns } from '@/lib/util/loop-turns';
import { hostNames, snapshotOf } from '@/test/support/agent-client';
import { createFrames } from './frames';
import { readLargeEnvelope } from './read-envelope';
import { type ReadItem, readItem } from './read-item';
import { LARGE_BYTES, readLargeItem } from './read-large';

// A large body is walked and not parsed at once. However it is written, it is read as if it were.

const host = hostNames('HV-LARGE');
const plain = (read: ReadItem) => ({ ...read, item: read.item() });
const read = (text: string) =>
  readLargeEnvelope(Buffer.from(text), { hostId: 'host', frames: createFrames(), turns: loopTurns() });

describe('a large body', () => {
  it('is read as if it were parsed, in any order and with any space', async () => {
    const word = fc.constantFrom(
      ['schema', 1],
      ['sentAt', '2026-11-24T09:32:07.010Z'],
      ['spool', { pending: 0, dropped: 2 }],
      ['other', { snapshots: [1, '"]'] }],
    );
    const snapshots = fc.array(
      fc.oneof(
        fc.jsonValue({ maxDepth: 3 }),
        fc.constant(snapshotOf(host)),
        fc.constant({ facts: ['a', '\\"'] }),
      ),
      { minLength: 1, maxLength: 4 },
    );
    const body = fc
      .tuple(fc.uniqueArray(word, { selector: ([key]) => key }), snapshots, fc.nat(4), fc.nat(2))
      .map(([words, items, place, indent]) => {
        const members = [...words.slice(0, place), ['snapshots', items], ...words.slice(place)];
        return JSON.stringify(Object.fromEntries(members), null, indent);
      });
    await fc.assert(
      fc.asyncProperty(body, async (text) => {
        const { snapshots: all, other: _, ...envelope } = JSON.parse(text);
        const found = await read(text);
        expect(found.envelope).toEqual({ ...envelope, snapshots: [0] });
        expect(found.items.map(plain)).toEqual(all.map((one: unknown) => plain(readItem(one))));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['a list', '[]'],
    ['a member twice', '{"snapshots":[{}],"snapshots":[{}]}'],
    ['a snapshot that is no JSON', '{"snapshots":[{"a":01}]}'],
    ['an end too soon', '{"snapshots":[{}'],
    ['more after its end', '{"snapshots":[{}]}}'],
    ['no comma', '{"snapshots":[{} {}]}'],
    ['a comma too many', '{"snapshots":[{},]}'],
    ['snapshots nested too deep', `{"snapshots":[${'['.repeat(40)}${']'.repeat(40)}]}`],
    ['a time that is no JSON', '{"sentAt":now,"snapshots":[{}]}'],
  ])('with %s is refused', async (_what, text) => {
    await expect(read(text)).rejects.toMatchObject({ status: 400, code: 'invalid_json' });
  });

  it('of too many snapshots is too large', async () => {
    await expect(read(`{"snapshots":[${'{},'.repeat(100)}{}]}`)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('has nothing where its snapshots are no list', async () => {
    expect(await read(`{"schema":1,"snapshots":{"a":[${'[],'.repeat(1_000)}1]}}`)).toEqual({
      envelope: { schema: 1 },
      items: [],
    });
  });
});

it('tells of an item that is larger than any may be which it is and when it was collected, and rejects it', () => {
  const { snapshotId, collectedAt, ...rest } = snapshotOf(host);
  const text = JSON.stringify({
    wide: Array(Math.ceil(LARGE_BYTES / 3)).fill([]),
    snapshotId,
    ...rest,
    collectedAt,
  });
  const item = readLargeItem(Buffer.from(text));
  expect(item).toMatchObject({
    snapshotId,
    collectedAt: Date.parse(collectedAt),
    rejection: { code: 'too_large' },
  });
  expect(readLargeItem(Buffer.from(text)).digest).toBe(item.digest);
  expect(readLargeItem(Buffer.from('[[]]'))).toMatchObject({
    snapshotId: null,
    rejection: { code: 'too_large' },
  });
});
