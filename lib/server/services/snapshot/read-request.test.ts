import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGENT_LIMITS } from '@/lib/contracts/agent';
import { loopTurns } from '@/lib/util/loop-turns';
import { hostNames, snapshotOf } from '@/test/support/agent-client';
import { runs } from '@/test/support/runs';
import { type ReadItem, readItem } from './read-item';
import { LARGE_BYTES } from './read-large-item';
import { readRequest } from './read-request';

// Snapshots are found in the bytes and parsed one by one. However a request is written, it is read as if it were
// parsed whole.

const SENT_AT = '2026-11-24T09:32:07.010Z';
const host = hostNames('HV-READ');
const item = (more: object = {}) =>
  JSON.stringify({ ...snapshotOf(host, { collectedAt: new Date('2026-11-24T09:32:06Z') }), ...more });

const envelopeOf = (items: readonly string[]) =>
  `{"schema":1,"sentAt":"${SENT_AT}","spool":{"pending":2,"dropped":0},"snapshots":[${items.join(',')}]}`;

const plain = (read: ReadItem) => ({ ...read, item: read.item() });

async function read(text: string | Buffer) {
  const { sentAt, spool, items } = await readRequest(Buffer.from(text), loopTurns());
  return { sentAt, spool, items: items.map(plain) };
}

/** What the protocol says of it, found by parsing all of it. */
function parsed(text: string) {
  const { sentAt, spool, snapshots } = JSON.parse(text) as Record<string, string> & {
    spool?: { pending?: number; dropped?: number };
    snapshots: unknown[];
  };
  return {
    sentAt: Date.parse(sentAt ?? ''),
    spool: { pending: spool?.pending ?? null, dropped: spool?.dropped ?? null },
    items: snapshots.map((one) => plain(readItem(one))),
  };
}

describe('a request', () => {
  it('is read as if it were parsed, in any order, with any space and with any snapshots', async () => {
    const word = fc.constantFrom(
      ['spool', { pending: 0, dropped: 2 }],
      ['other', { snapshots: [1, '"]'] }],
      ['é"', ['snapshots']],
    );
    const snapshot = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constant(snapshotOf(host)),
      fc.record({
        snapshotId: fc.string({ unit: 'binary' }),
        collectedAt: fc.constantFrom('2026-11-24T09:32:06Z', 'never', 3),
        sequence: fc.oneof(fc.integer(), fc.string()),
        host: fc.oneof(fc.constant({ hostname: 'é' }), fc.anything({ maxDepth: 1 })),
        facts: fc.object({ maxDepth: 3 }),
      }),
    );
    const body = fc
      .tuple(
        fc.uniqueArray(word, { selector: ([key]) => key }),
        fc.array(snapshot, { minLength: 1, maxLength: 4 }),
        fc.nat(5),
        fc.nat(2),
      )
      .map(([words, items, place, indent]) => {
        const all = [['schema', 1], ['sentAt', SENT_AT], ...words];
        const members = [...all.slice(0, place), ['snapshots', items], ...all.slice(place)];
        return JSON.stringify(Object.fromEntries(members), null, indent);
      });
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom('', '\ufeff'), async (text, mark) => {
        expect(await read(`${mark}${text}`)).toEqual(parsed(text));
      }),
      { numRuns: runs({ push: 80, long: 1_000 }) },
    );
  });

  it.each([
    ['its snapshots twice', envelopeOf([item()]).replace('{', '{"snapshots":[0],')],
    ['the name of its snapshots escaped', envelopeOf([item()]).replace('"snapshots"', '"snapshot\\u0073"')],
    ['snapshots in a text before them', envelopeOf([item()]).replace('{', '{"a":"\\"snapshots\\":[0]}",')],
    ['snapshots deeper before them', envelopeOf([item()]).replace('{', '{"a":{"snapshots":[0]},')],
    ['a snapshot with a member twice', envelopeOf([item().replace(/}$/, ',"sequence":7}')])],
    ['a snapshot that is none', envelopeOf(['1', '"a"', 'null', '[]'])],
  ])('with %s is read as if it were parsed', async (_what, text) => {
    expect(await read(text)).toEqual(parsed(text));
  });

  it('that is large is read, whatever else it holds', async () => {
    const text = envelopeOf(Array.from({ length: 9 }, () => item({ more: 'x'.repeat(LARGE_BYTES / 8) })));
    expect(await read(text)).toEqual(parsed(text));
  });
});

const large = 'x'.repeat(LARGE_BYTES);

describe.each([
  ['small', ''],
  ['large', `,"more":"${large}"`],
])('a %s request is refused that', (_size, more) => {
  const withItem = (text: string) => envelopeOf([text]).replace('"schema"', `"dropped":0${more},"schema"`);

  it.each([
    ['is a list', `[{"a":0${more}}]`],
    ['has a snapshot that is no JSON', withItem('{"a":01}')],
    ['ends too soon', withItem('{}').slice(0, -1)],
    ['goes on after its end', `${withItem('{}')}}`],
    ['lacks a comma', withItem('{} {}')],
    ['has a comma too many', withItem('{},')],
    ['has a time that is no JSON', withItem('{}').replace(`"${SENT_AT}"`, 'now')],
    ['has members without a comma', withItem('{}').replace(',"schema"', ' "schema"')],
    ['nests too deep', withItem(`{"a":${'['.repeat(30)}${']'.repeat(30)}}`)],
    ['is no UTF-8', Buffer.from(withItem('{"a":"\u00ff"}'), 'latin1')],
  ])('%s', async (_what, text) => {
    const refusal = read(text);
    await expect(refusal).rejects.toMatchObject(
      _what === 'is a list' && more === ''
        ? { status: 422, code: 'invalid_envelope' }
        : { status: 400, code: 'invalid_json' },
    );
  });
});

describe('a request is refused that', () => {
  it.each([
    ['has no snapshots', '{"schema":1,"sentAt":"2026-11-24T09:32:07Z"}', '/snapshots'],
    ['has an empty list', envelopeOf([]), '/snapshots'],
    ['has something else for them', envelopeOf([]).replace('[]', '{"a":[]}'), '/snapshots'],
    ['has no time', envelopeOf(['{}']).replace(SENT_AT, 'now'), '/sentAt'],
    ['is of another schema', envelopeOf(['{}']).replace('"schema":1', '"schema":2'), '/schema'],
  ])('%s', async (_what, text, pointer) => {
    await expect(read(text)).rejects.toMatchObject({ status: 422, code: 'invalid_envelope', pointer });
  });

  it.each([
    ['as the agent writes it', envelopeOf(Array(AGENT_LIMITS.snapshotsPerRequest + 1).fill('{}'))],
    [
      'that can only be parsed whole',
      envelopeOf(Array(AGENT_LIMITS.snapshotsPerRequest + 1).fill('{}')).replace('{', '{"é":1,'),
    ],
    [
      'in a large body',
      envelopeOf(Array(AGENT_LIMITS.snapshotsPerRequest + 1).fill(item({ more: 'x'.repeat(20_000) }))),
    ],
  ])('holds too many, %s', async (_what, text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('is large beside its snapshots', async () => {
    const text = envelopeOf(['{}']).replace('{', `{"more":"${large}",`);
    await expect(read(text)).rejects.toMatchObject({ status: 400, code: 'invalid_json' });
  });
});

describe('a snapshot of its own', () => {
  const filled = (letters: number) => {
    const texts = Array.from({ length: Math.floor(letters / 1_000) }, () => 'x'.repeat(1_000));
    return JSON.parse(item({ texts, rest: 'x'.repeat(letters % 1_000) }));
  };

  it('may hold as many bytes as the limit says, and not one more', () => {
    const letters = AGENT_LIMITS.snapshotBytes - 200_000;
    const room = AGENT_LIMITS.snapshotBytes - readItem(filled(letters)).sizeBytes;
    const most = readItem({ ...filled(letters), more: fillerOf(room - ',"more":[]'.length) });
    expect([most.sizeBytes, most.rejection]).toEqual([AGENT_LIMITS.snapshotBytes, null]);
    const tooMany = readItem({ ...filled(letters), more: fillerOf(room - ',"more":[]'.length + 1) });
    expect(tooMany.rejection).toMatchObject({ code: 'too_large' });
  });
});

/** Texts in a list that take so many bytes of JSON. */
function fillerOf(bytes: number): string[] {
  const full = Math.floor(bytes / 1_003) - 1;
  const rest = bytes - full * 1_003 - 2;
  return [...Array.from({ length: full }, () => 'x'.repeat(1_000)), 'x'.repeat(rest)];
}

describe('the events that the HGS client logged', () => {
  const event = (at: string) => ({
    at,
    id: 1008,
    level: 2,
    message: 'L\u2019attestation "a" \u00e9chou\u00e9.',
  });
  const withEvents = (events: unknown, kinds: string[] = ['1008/2']) =>
    item({ facts: { hgsEvents: { status: 'ok', value: { kinds, events } } } });
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
});

it('holds no snapshot parsed: what is judged later is parsed anew', async () => {
  const { items } = await readRequest(Buffer.from(envelopeOf([item()])), loopTurns());
  const [first] = items;
  expect(first?.item()).toEqual(first?.item());
  expect(first?.item()).not.toBe(first?.item());
});
