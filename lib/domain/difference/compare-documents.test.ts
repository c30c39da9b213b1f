import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, canonicalJsonParted } from '@/lib/util/canonical-json';
import { runs } from '@/test/support/runs';
import { compareDocuments, type Difference } from './compare-documents';

const compare = (before: unknown, after: unknown, apart = {}) => compareDocuments(before, after, { apart });
const contentOf = (before: unknown, after: unknown) => compare(before, after).content.shown;

const added = (path: string, after: unknown, element: string | null = null) => ({
  path,
  kind: 'added',
  before: null,
  after,
  element,
});
const removed = (path: string, before: unknown, element: string | null = null) => ({
  path,
  kind: 'removed',
  before,
  after: null,
  element,
});
const changed = (path: string, before: unknown, after: unknown, element: string | null = null) => ({
  path,
  kind: 'changed',
  before,
  after,
  element,
});

describe('compareDocuments', () => {
  it('names each member that differs, and none that does not', () => {
    const before = { host: { model: 'M4', firmware: '2.17.0', cluster: 'CL-PAR-03' }, hgsClient: null };
    const after = { hgsClient: {}, host: { firmware: '2.19.1', model: 'M4', os: '2022' } };
    expect(contentOf(before, after)).toEqual([
      changed('/host/firmware', '2.17.0', '2.19.1'),
      removed('/host/cluster', 'CL-PAR-03'),
      added('/host/os', '2022'),
      changed('/hgsClient', null, {}),
    ]);
  });

  it('takes an element that was put into a list for one addition, by its name', () => {
    const node = (name: string, state = 'Up') => ({ name, state });
    const before = { nodes: [node('HV-1'), node('HV-2'), node('HV-3')] };
    const after = { nodes: [node('HV-0'), node('HV-1'), node('HV-2', 'Paused')] };
    expect(contentOf(before, after)).toEqual([
      added('/nodes/0', node('HV-0'), 'HV-0'),
      changed('/nodes/2/state', 'Up', 'Paused', 'HV-2'),
      removed('/nodes/2', node('HV-3'), 'HV-3'),
    ]);
  });

  it('says of an element that was moved where it was and where it is', () => {
    const [a, b, c] = [{ id: 1 }, { id: 2 }, { id: 3 }];
    expect(contentOf([a, b, c], [c, a, b])).toEqual([added('/0', c, '3'), removed('/2', c, '3')]);
  });

  it('finds equal elements of lists without names, however many are equal', () => {
    expect(contentOf(['a', 'b', 'b'], ['x', 'a', 'b'])).toEqual([added('/0', 'x'), removed('/2', 'b')]);
    const event = (at: string, id: number) => ({ at, id });
    const old = [event('10:00', 7), event('09:00', 7), event('08:00', 1)];
    expect(contentOf(old, [event('11:00', 7), ...old.slice(0, 2)])).toEqual([
      added('/0', event('11:00', 7)),
      removed('/2', event('08:00', 1)),
    ]);
    expect(contentOf([[{ a: 1 }], 7], [[{ a: 2 }], 7])).toEqual([changed('/0/0/a', 1, 2)]);
  });

  it('writes keys with slashes, tildes, dots and names of prototypes as pointers', () => {
    const before = JSON.parse('{"__proto__":{"a/b":1},"~":1,"a.b":{"":1},"constructor":1}');
    const after = JSON.parse('{"__proto__":{"a/b":2},"~":2,"a.b":{"":2},"hasOwnProperty":1}');
    expect(contentOf(before, after).map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'changed /__proto__/a~1b',
      'changed /~0',
      'changed /a.b/',
      'removed /constructor',
      'added /hasOwnProperty',
    ]);
  });

  it('lists what changes with every snapshot by itself', () => {
    const volatile = {
      collectedAt: true,
      agent: { durationMs: true },
      facts: { hgsEvents: { value: { events: true } } },
    } as const;
    const at = (second: number) => ({
      collectedAt: `10:00:0${second}`,
      agent: { durationMs: second, version: '1.0.0' },
      facts: { hgsEvents: { value: { events: [second], kinds: ['x'] } } },
    });
    const compared = compare(at(1), at(2), volatile);
    expect(compared.content).toEqual({ shown: [], total: 0 });
    expect(compared.volatile.shown.map(({ path }) => path)).toEqual([
      '/collectedAt',
      '/agent/durationMs',
      '/facts/hgsEvents/value/events/0',
      '/facts/hgsEvents/value/events/0',
    ]);
  });

  it('counts more than it shows, and gives no answer without end', () => {
    const many = Object.fromEntries([...Array(2_000).keys()].map((index) => [`k${index}`, index]));
    const { content } = compare({}, many);
    expect([content.shown.length, content.total]).toEqual([500, 2_000]);
    const long = 'k'.repeat(8_000);
    const deep = (value: number) => ({
      [long]: { [long]: { [long]: [...Array(1_000).keys()].map((n) => n + value) } },
    });
    const wide = compare(deep(0), deep(5_000)).content;
    expect(wide.total).toBe(2_000);
    expect(wide.shown.map(({ path }) => path).join('').length).toBeLessThanOrEqual(200_000);
  });

  it('compares lists in lists, as deep and as long as documents may be', () => {
    const nested = (leaf: number, depth: number): unknown =>
      depth === 0 ? [...Array(20_000).keys()].map((n) => n * 7 + leaf) : [1, nested(leaf, depth - 1)];
    const { content } = compare(nested(0, 30), nested(1, 30));
    expect(content.total).toBeGreaterThan(1_000);
  });
});

const key = fc.constantFrom('a', 'b', 'id', 'name', 'path', '__proto__', 'a/b', '~', '', '0');
const { value } = fc.letrec((tie) => ({
  leaf: fc.constantFrom<unknown>(null, true, 0, 1, '', 'x', '1', -1.5),
  list: fc.array(tie('value'), { maxLength: 5 }),
  members: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }),
  // As they are read: "__proto__" is a key like any other.
  object: tie('members').map((members) =>
    JSON.parse(
      `{${(members as [string, unknown][]).map(([name, inner]) => `${JSON.stringify(name)}:${JSON.stringify(inner)}`).join()}}`,
    ),
  ),
  named: fc
    .uniqueArray(fc.tuple(fc.constantFrom('p', 'q', 'r', 's'), tie('value')), { selector: ([name]) => name })
    .map((list) => list.map(([name, inner]) => ({ name, inner }))),
  value: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('list'), tie('object'), tie('named')),
}));

const keysOf = (path: string) =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Sorts by the places in a document, each before what lies in it. */
function byPlace(one: Difference, other: Difference): number {
  const [a, b] = [keysOf(one.path), keysOf(other.path)];
  for (const [index, part] of a.entries()) {
    const there = b[index];
    if (there === undefined) return 1;
    if (part !== there) return Number(part) - Number(there) || (part < there ? -1 : 1);
  }
  return a.length - b.length;
}

function holderOf(root: { document: unknown }, path: string): [holder: unknown, last: string] {
  const keys = ['document', ...keysOf(path)];
  const last = keys.pop() ?? '';
  const holder = keys.reduce<unknown>((inner, part) => Object(inner)[part], root);
  return [holder, last];
}

function put(holder: unknown, last: string, given: unknown): void {
  Object.defineProperty(holder, last, { value: given, enumerable: true, writable: true, configurable: true });
}

/** The document after, made of the one before and what is said to differ: removals first, the last one before the others. */
function applied(before: unknown, differences: readonly Difference[]): unknown {
  const root = { document: copyOf(before) };
  const of = (kind: Difference['kind']) => differences.filter((each) => each.kind === kind).sort(byPlace);
  for (const { path } of of('removed').reverse()) {
    const [holder, last] = holderOf(root, path);
    if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else Reflect.deleteProperty(Object(holder), last);
  }
  for (const { path, after } of of('added')) {
    const [holder, last] = holderOf(root, path);
    if (Array.isArray(holder)) holder.splice(Number(last), 0, copyOf(after));
    else put(holder, last, copyOf(after));
  }
  for (const { path, after } of of('changed')) put(...holderOf(root, path), copyOf(after));
  return root.document;
}

/** Another copy with "__proto__" as a key. */
const copyOf = (document: unknown): unknown => JSON.parse(JSON.stringify(document));

function reordered(document: unknown): unknown {
  if (Array.isArray(document)) return document.map(reordered);
  if (typeof document !== 'object' || document === null) return document;
  const copy = {};
  for (const [name, inner] of Object.entries(document).reverse()) put(copy, name, reordered(inner));
  return copy;
}

const numRuns = runs({ push: 1_000, long: 50_000 });

describe('what differs, applied to the earlier document,', () => {
  it('yields the later one', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const differences = compareDocuments(before, after, {
          apart: {},
          limits: { shown: 1e6, pathChars: 1e6 },
        });
        expect(canonicalJson(applied(before, differences.content.shown))).toBe(canonicalJson(after));
      }),
      { numRuns },
    );
  });

  it('is nothing between equal ones, whatever the order of members', () => {
    fc.assert(
      fc.property(value, (document) => {
        expect(contentOf(document, reordered(document))).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('is of the content exactly where documents are stored as two', () => {
    const apart = { a: true, b: { a: true, name: { id: true } } } as const;
    fc.assert(
      fc.property(value, value, (before, after) => {
        const [earlier, later] = [canonicalJsonParted(before, apart), canonicalJsonParted(after, apart)];
        const { content, volatile } = compare(before, after, apart);
        expect(content.total > 0).toBe(earlier.without !== later.without);
        if (content.total === 0) expect(volatile.total > 0).toBe(earlier.within !== later.within);
      }),
      { numRuns },
    );
  });
});
