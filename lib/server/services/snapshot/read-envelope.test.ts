import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGENT_LIMITS } from '@/lib/contracts/agent';
import { loopTurns } from '@/lib/util/loop-turns';
import { hostNames, snapshotOf } from '@/test/support/agent-client';
import { runs } from '@/test/support/runs';
import { createFrames, type Frames } from './frames';
import { readAgentEnvelope } from './read-envelope';
import { type ReadItem, readItem } from './read-item';

// What says the same as before is not parsed. Whatever comes, and whatever came before, it is read as if it were.

const HOST = 'host';

const envelopeOf = (items: readonly string[], pending = 0) =>
  `{"schema":1,"sentAt":"2026-11-24T09:32:07.010Z","spool":{"pending":${pending},"dropped":0},"snapshots":[${items.join(',')}]}`;

const plain = (read: ReadItem) => ({ ...read, item: read.item() });

/** By parsing all of it, as what follows from the protocol. */
const parsed = (text: string) => {
  const { snapshots, ...envelope } = JSON.parse(text) as { snapshots: unknown[] };
  return { envelope: { ...envelope, snapshots: [0] }, items: snapshots.map((item) => plain(readItem(item))) };
};

async function read(frames: Frames, text: string) {
  const found = await readAgentEnvelope(Buffer.from(text), { hostId: HOST, frames, turns: loopTurns() });
  return found && { ...found, items: found.items.map(plain) };
}

/** How many of these the frame answers, after whatever the host sent before. */
async function framed(before: readonly string[], items: readonly string[]): Promise<number> {
  const frames = createFrames();
  for (const item of before) await read(frames, envelopeOf([item]));
  return items.filter((item) => frames.read(HOST, Buffer.from(item), 0) !== null).length;
}

const host = hostNames('HV-FRAME');
const item = (more: object = {}) =>
  JSON.stringify({
    // Of one time, however long it takes to write the next.
    ...snapshotOf(host, { collectedAt: new Date('2026-11-24T09:32:06Z') }),
    agent: { version: '1.0.0', durationMs: 1820 },
    facts: {
      clock: {
        status: 'ok',
        value: { offsetSeconds: 0.25, syncedAt: '2026-11-24T05:14:02Z', source: 'é "x"' },
      },
      diagnostics: { status: 'ok', value: { collectedAt: '2026-11-24T05:14:02Z', text: '{' } },
      tls: { status: 'ok', value: {} },
    },
    ...more,
  });

const A = item();
const next = A.replace(/"snapshotId":"[^"]*"/, '"snapshotId":"0198f0c2-6d0e-7b1a-9a53-2f1f0c9d7e12"')
  .replace('"durationMs":1820', '"durationMs":-1.5e3')
  .replace('"offsetSeconds":0.25', '"offsetSeconds":null');

describe('an item that says the same as its host’s last', () => {
  it('is answered by its frame from the third time on', async () => {
    expect(await framed([], [A])).toBe(0);
    expect(await framed([A], [A])).toBe(0);
    expect(await framed([A, A], [A, next])).toBe(2);
  });

  it('is read as if it were parsed', async () => {
    const frames = createFrames();
    const text = envelopeOf([A, A, next, A, next], 2);
    expect(await read(frames, text)).toEqual(parsed(text));
    expect(frames.read(HOST, Buffer.from(next), 0)?.read.item()).toEqual(JSON.parse(next));
  });

  it('is another host’s matter', async () => {
    const frames = createFrames();
    await read(frames, envelopeOf([A, A]));
    expect(frames.read('another', Buffer.from(A), 0)).toBeNull();
  });

  it('is no longer found once many others were heard', async () => {
    const frames = createFrames(40_000);
    await read(frames, envelopeOf([A, A]));
    for (let index = 0; index < 100; index += 1)
      await readAgentEnvelope(Buffer.from(envelopeOf([A])), {
        hostId: `${index}`,
        frames,
        turns: loopTurns(),
      });
    expect(frames.read(HOST, Buffer.from(A), 0)).toBeNull();
  });
});

describe('the events that the HGS client logged', () => {
  const event = (at: string) => ({
    at,
    id: 1008,
    level: 2,
    message: 'L\u2019attestation "a" \u00e9chou\u00e9.',
  });
  // As the agent writes it: in ASCII.
  const withEvents = (events: unknown, kinds: string[] = ['1008/2']) =>
    item({ facts: { hgsEvents: { status: 'ok', value: { kinds, events } } } }).replace(
      /[^\x20-\x7e]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  const [none, one, two] = [
    withEvents([]),
    withEvents([event('2026-11-24T09:30:00.000Z')]),
    withEvents([event('2026-11-24T09:45:00.000Z'), event('2026-11-24T09:30:00.000Z')]),
  ];

  it('make no content, so that the agent\u2019s own reading makes no two snapshots differ', () => {
    const digests = [none, one, two].map((text) => readItem(JSON.parse(text)).contentDigest);
    expect(new Set(digests).size).toBe(1);
    expect(new Set([none, one, two].map((text) => readItem(JSON.parse(text)).digest)).size).toBe(3);
    const other = withEvents([], ['1008/2', '2014/2']);
    expect(readItem(JSON.parse(other)).contentDigest).not.toBe(digests[0]);
  });

  it('are answered by a frame whatever they are, and read as if they were parsed', async () => {
    expect(await framed([none, none], [none, one, two])).toBe(3);
    const frames = createFrames();
    const text = envelopeOf([none, none, one, two, none]);
    expect(await read(frames, text)).toEqual(parsed(text));
  });

  it.each([
    ['they are long', withEvents(['x'.repeat(8_000)])],
    ['they nest', withEvents([[[[[1]]]]])],
    ['they are no JSON', none.replace('"events":[]', '"events":[1,]')],
    ['they are not in ASCII', none.replace('"events":[]', '"events":["é"]')],
  ])('are answered by no frame where %s', async (_what, text) => {
    expect(await framed([none, none], [text])).toBe(0);
  });
});

describe('no frame answers', () => {
  it.each([
    ['other content', A.replace('1.0.0', '1.0.1')],
    ['a member more', A.replace('{', '{"more":1,')],
    ['a member twice', A.replace(/}$/, ',"sequence":7}')],
    ['an escaped text', A.replace(/"snapshotId":"./, '"snapshotId":"\\u0030')],
    ['a text that is not ASCII', A.replace(/"snapshotId":"./, '"snapshotId":"é')],
    ['no time', A.replace(/"collectedAt":"[^"]*"/, '"collectedAt":"now"')],
    ['no id', A.replace(/"snapshotId":"[^"]*"/, '"snapshotId":""')],
    ['a number that JSON has not', A.replace('1820', '01820')],
    ['an object in a slot', A.replace('1820', '{}')],
    ['an end too soon', A.slice(0, -1)],
  ])('%s', async (_what, other) => {
    expect(other).not.toBe(A);
    expect(await framed([A, A], [other])).toBe(0);
  });

  it.each([
    ['what is read is rejected', item({ collectedAt: 'now' })],
    ['a volatile value is an object', item({ agent: { durationMs: { ms: 1 } } })],
    ['a volatile member is escaped', A.replace('"sequence"', '"sequenc\\u0065"')],
    ['a volatile member comes twice', A.replace(/}$/, ',"sequence":7}')],
    ['it is large', item({ more: 'x'.repeat(20_000) })],
  ])('where %s', async (_what, other) => {
    expect(await framed([other, other], [other])).toBe(0);
  });
});

describe('a request is left to whoever parses all of it', () => {
  it.each([
    ['is not as the agent writes it', `{"snapshots": [${A}]}`],
    ['goes on after its snapshots', `{"snapshots":[${A}],"schema":1}`],
    ['says its snapshots twice', `{"snapshots":[${A}],"snapshots":[0]}`],
    ['has none', '{"snapshots":[]}'],
    ['has something else for one', '{"snapshots":[1]}'],
    ['holds its snapshots deeper', `{"spool":{"snapshots":[${A}]}}`],
    ['holds its snapshots in a text', `{"spool":"\\"snapshots\\":[${A}]}`],
    ['is cut', `{"snapshots":[${A}`],
    ['ends otherwise', `{"snapshots":[${A}]]`],
    ['goes on after its end', `{"snapshots":[${A}]}}`],
    ['is no JSON', `{"snapshots":[${A.replace('1820', '1820.')}]}`],
    ['nests too deep', `{"snapshots":[{"a":${'['.repeat(30)}${']'.repeat(30)}}]}`],
    ['holds too many', `{"snapshots":[${Array(AGENT_LIMITS.snapshotsPerRequest + 1).fill('{}')}]}`],
  ])('that %s', async (_what, text) => {
    expect(await read(createFrames(), text)).toBeNull();
  });

  it('that is no UTF-8', async () => {
    const bytes = Buffer.from(envelopeOf([A.replace('HV-FRAME', 'HV\u00ff')]), 'latin1');
    expect(
      await readAgentEnvelope(bytes, { hostId: HOST, frames: createFrames(), turns: loopTurns() }),
    ).toBeNull();
  });
});

it('reads whatever comes as if it were parsed, whatever came before', async () => {
  const scalar = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
  );
  const volatile = fc.oneof(
    scalar,
    fc.constantFrom('2026-11-24T09:32:06Z', 'id-1', '12'),
    fc.object({ maxDepth: 1 }),
  );
  const part = (record: Record<string, fc.Arbitrary<unknown>>) => fc.record(record, { requiredKeys: [] });
  const any = part({
    snapshotId: volatile,
    collectedAt: fc.oneof(volatile, fc.constant('2026-11-24T09:32:06Z')),
    bootedAt: fc.constantFrom('2026-11-24T09:32:06Z', 'never'),
    sequence: volatile,
    agent: fc.oneof(part({ durationMs: volatile, version: fc.constantFrom('1', '2') }), scalar),
    host: fc.constantFrom({ hostname: 'é' }, 'none'),
    facts: part({
      clock: part({
        value: fc.oneof(part({ offsetSeconds: volatile, source: fc.constantFrom('a', 'b') }), scalar),
      }),
      diagnostics: part({ value: part({ collectedAt: volatile }) }),
      hgsEvents: part({
        value: part({ events: fc.oneof(volatile, fc.array(fc.anything({ maxDepth: 3 }))) }),
      }),
    }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(any, { minLength: 1, maxLength: 3 }),
      fc.array(any, { maxLength: 2 }),
      async (some, others) => {
        const frames = createFrames();
        const texts = [...some, ...some, ...some, ...others, ...some].map((one) => JSON.stringify(one));
        for (const text of [...texts.map((one) => envelopeOf([one])), envelopeOf(texts)])
          expect(await read(frames, text)).toEqual(parsed(text));
      },
    ),
    { numRuns: runs({ push: 60, long: 300 }) },
  );
});
