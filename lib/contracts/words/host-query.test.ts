import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChangeQueryInput } from '@/lib/contracts/changes';
import { HostQueryInput } from '@/lib/contracts/host-query';
import { isUuid } from '@/lib/contracts/words/text';
import { randomFilter } from '@/test/support/random-fleet';
import {
  API_SORT,
  defaultHostQuery,
  formatHostQuery,
  HOST_SORTS,
  parseHostQuery,
  SORT_ORDERS,
} from './host-query';

const read = (text: string) => parseHostQuery(new URLSearchParams(text));
const readOk = (text: string) => {
  const reading = read(text);
  if (!reading.ok) throw new Error(reading.message);
  return reading.query;
};

describe('parseHostQuery', () => {
  it('reads a repeated word as OR, a leading - as "is not", and other words besides', () => {
    expect(readOk('state=Silent&state=TpmError&state=-Passed&cluster=-CL-1&q=100%25')).toEqual({
      ...defaultHostQuery(),
      filter: {
        state: { include: ['Silent', 'TpmError'], exclude: ['Passed'] },
        cluster: { include: [], exclude: ['CL-1'] },
        q: { include: ['100%'], exclude: [] },
      },
    });
  });

  it.each<[string, string[], string[]]>([
    ['-M5', [], ['M5']],
    ['--M5', [], ['-M5']],
    ['-\\-M5', [], ['\\-M5']],
    ['\\-M5', ['-M5'], []],
    ['\\\\-M5', ['\\-M5'], []],
    ['\\M5', ['\\M5'], []],
    ['\\\\server', ['\\\\server'], []],
    ['M-5', ['M-5'], []],
    ['\\-', ['-'], []],
    ['--', [], ['-']],
  ])('reads the model %s as one value of "is" or of "is not"', (text, include, exclude) => {
    const { filter } = readOk(new URLSearchParams({ model: text }).toString());
    expect(filter.model).toEqual({ include, exclude });
  });

  it('reads time, order and page', () => {
    expect(readOk('at=2026-11-24T10:00:00%2B01:00&sort=since&order=desc&limit=500&cursor=x')).toEqual({
      filter: {},
      at: new Date('2026-11-24T09:00:00Z'),
      sort: 'since',
      order: 'desc',
      limit: 500,
      cursor: 'x',
    });
  });

  it('takes a zone whose + was not encoded', () => {
    expect(readOk('at=2026-11-24T10:00:00+01:00').at).toEqual(new Date('2026-11-24T09:00:00Z'));
  });

  it.each([
    'state=Broken',
    'state=passed',
    'state=',
    'reporting=-offline',
    'mode=TPM',
    'exception=yes',
    'sort=id',
    'order=up',
    'limit=0',
    'limit=501',
    'limit=1e2',
    'limit=',
    'limit=-5',
    'at=yesterday',
    'at=2026-11-24T10:00:00',
    'at=2026-02-30T10:00:00Z',
    'sort=since&sort=state',
    'cluster=%00',
    'q=a%00b',
    'model=-%00',
    'check=-',
    'q=-',
    'id=zzz',
    'id=-zzz',
  ])('refuses the value of %s and names the word', (text) => {
    const word = text.split('=')[0];
    expect(read(text)).toMatchObject({ ok: false, code: 'invalid_value', parameter: word });
  });

  it.each([
    ['q', [`q=${'a'.repeat(1_001)}`]],
    ['q', [...Array.from({ length: 16 }, () => 'q=a+b&q=-c+d'), 'q=-e']],
    ['cluster', [`cluster=-${'a'.repeat(1_001)}`]],
    ['check', Array.from({ length: 1_001 }, (_, index) => `check=C${index}`)],
    ['cursor', [`cursor=${'a'.repeat(4_001)}`]],
  ])('refuses more of %s than a question may hold, and names the word', (word, texts) => {
    expect(read(texts.join('&'))).toMatchObject({ ok: false, code: 'invalid_value', parameter: word });
  });

  it.each(['colour', 'State', 'constructor', '__proto__', 'toString', ''])('refuses the word %j', (word) => {
    expect(parseHostQuery([[word, 'x']])).toMatchObject({
      ok: false,
      code: 'unknown_parameter',
      parameter: word,
    });
  });

  it('never throws, whatever an address says', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (parameters) => {
        expect(typeof parseHostQuery(parameters).ok).toBe('boolean');
      }),
    );
  });
});

/** Whatever hosts call themselves, with much of what the grammar itself is written in. */
const anyName = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ minLength: 1, unit: fc.constantFrom('-', '\\', '&', '=', 'a') }),
);
const anyNames = fc.record({ include: fc.array(anyName), exclude: fc.array(anyName) });

/** What an address may ask for: the filters of the fleet's own test also ask for what no host can have. */
const askable = randomFilter.map((filter) =>
  Object.fromEntries(
    Object.entries(filter).map(([word, { include, exclude }]) => {
      const some = (values: readonly string[]) =>
        values.filter((value) => value !== '' && !value.includes('\0') && (word !== 'id' || isUuid(value)));
      return [word, { include: some(include), exclude: some(exclude) }];
    }),
  ),
);

const query = fc.record({
  filter: fc.record({ known: askable, model: anyNames, q: anyNames }).map(({ known, ...names }) => ({
    ...known,
    ...names,
  })),
  at: fc.option(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })),
  sort: fc.constantFrom(...HOST_SORTS),
  order: fc.constantFrom(...SORT_ORDERS),
  limit: fc.integer({ min: 1, max: 500 }),
  cursor: fc.option(fc.base64String({ minLength: 1 })),
});

const withoutEmptyWords = <T extends { filter: object }>(asked: T) => ({
  ...asked,
  filter: Object.fromEntries(
    Object.entries(asked.filter).filter(([, { include, exclude }]) => include.length + exclude.length > 0),
  ),
});

describe('the order of an address that names none', () => {
  it('is what needs work first on a screen, and the name for a program', () => {
    expect([parseHostQuery([]), parseHostQuery([], API_SORT)]).toMatchObject([
      { query: { sort: 'severity' } },
      { query: { sort: 'hostname' } },
    ]);
  });
});

describe('formatHostQuery', () => {
  it('writes what parseHostQuery reads back', () => {
    fc.assert(
      fc.property(query, (asked) => {
        expect(readOk(formatHostQuery(asked).toString())).toEqual(withoutEmptyWords(asked));
      }),
    );
  });
});

/** Texts of a few words: around the limit of them all. */
const anyTexts = fc.array(
  fc
    .array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 9 })
    .map((words) => words.join(' ')),
  { maxLength: 24 },
);

describe('the texts of one question', () => {
  it('are taken up to 64 words together, by addresses and procedures alike', () => {
    fc.assert(
      fc.property(anyTexts, anyTexts, (include, exclude) => {
        const words = [...include, ...exclude].map((text) => text.split(' '));
        const sum = words.reduce((all, text) => all + new Set(text).size, 0);
        const q = { include, exclude };
        const parameters = [...include, ...exclude.map((text) => `-${text}`)].map(
          (text) => ['q', text] as const,
        );
        const address = parseHostQuery(parameters);
        expect([address.ok, HostQueryInput.safeParse({ filter: { q } }).success]).toEqual([
          sum <= 64,
          sum <= 64,
        ]);
        expect(ChangeQueryInput.safeParse({ filter: { q } }).success).toBe(sum <= 64);
      }),
    );
  });

  it('are refused with what they must be', () => {
    const texts = Array.from({ length: 33 }, (_, index) => `a b${index}`);
    const { error } = HostQueryInput.safeParse({ filter: { q: { include: texts, exclude: [] } } });
    expect(error?.issues).toMatchObject([
      { path: ['filter', 'q'], message: 'must be at most 64 words in all' },
    ]);
    expect(read(texts.map((text) => `q=${text}`).join('&'))).toMatchObject({
      parameter: 'q',
      message: 'The parameter "q" must be at most 64 words in all.',
    });
  });
});

describe('HostQueryInput', () => {
  it('fills in what is not asked', () => {
    expect(HostQueryInput.parse({})).toEqual(defaultHostQuery());
  });

  it.each([
    { limit: 501 },
    { sort: 'id' },
    { at: '2026-11-24T10:00:00' },
    { filter: { colour: { include: [], exclude: [] } } },
    { filter: { state: { include: ['Broken'], exclude: [] } } },
    { filter: { q: 'text' } },
    { surprise: true },
  ])('refuses %j', (input) => {
    expect(HostQueryInput.safeParse(input).success).toBe(false);
  });
});
