import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, canonicalJsonParted, type Paths } from './canonical-json';

/** Written as plainly as can be: what the fast one must equal. */
function plainly(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(plainly).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${plainly(inner)}`).join(',')}}`;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function prune(value: unknown, paths: Paths): unknown {
  if (!isObject(value)) return value;
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    const below = Object.hasOwn(paths, key) ? paths[key] : undefined;
    if (below === true) return [];
    return [[key, below === undefined ? inner : prune(inner, below)]];
  });
  return Object.fromEntries(kept);
}

const paths = fc.letrec<{ tree: Paths }>((tie) => ({
  tree: fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'toString'),
    fc.oneof({ depthSize: 'small' }, fc.constant(true as const), tie('tree')),
    { maxKeys: 3, noNullPrototype: true },
  ),
})).tree;

/** Keys that hold the separator of the cache's names, or that every object inherits. */
const key = fc.oneof(fc.string(), fc.constantFrom('a', 'b', 'c', 'a,b', 'b,c', ',', 'toString'));
const value = fc.object({ key, maxDepth: 3 });

describe('canonicalJson', () => {
  it('is the plain canonical text, whatever was written before', () => {
    fc.assert(
      fc.property(value, (any) => {
        expect(canonicalJson(any)).toBe(plainly(any));
      }),
    );
  });

  it('puts the keys of every object in code-unit order', () => {
    expect(canonicalJson({ b: 1, a: [{ d: 2, C: 3 }] })).toBe('{"a":[{"C":3,"d":2}],"b":1}');
  });

  it('does not take two objects for alike whose keys only join to the same', () => {
    expect(canonicalJson({ 'a,b': 1, c: 2 })).toBe('{"a,b":1,"c":2}');
    expect(canonicalJson({ a: 1, 'b,c': 2 })).toBe('{"a":1,"b,c":2}');
  });
});

describe('canonicalJsonParted', () => {
  it('leaves out what lies at the paths, whatever that is', () => {
    fc.assert(
      fc.property(value, paths, (any, tree) => {
        expect(canonicalJsonParted(any, tree).without).toBe(plainly(prune(any, tree)));
      }),
    );
  });

  it('gives equal parts exactly for equal values', () => {
    // Few keys and values, so that equal ones are met often.
    const leaf = fc.oneof(fc.constantFrom(null, 0, ''), fc.constantFrom<unknown>({}, []));
    const few = fc.object({ key: fc.constantFrom('a', 'b', 'c'), values: [leaf], maxDepth: 2, maxKeys: 2 });
    fc.assert(
      fc.property(few, few, paths, (one, other, tree) => {
        const [parts, others] = [canonicalJsonParted(one, tree), canonicalJsonParted(other, tree)];
        const alike = parts.without === others.without && parts.within === others.within;
        expect(alike).toBe(plainly(one) === plainly(other));
      }),
      { numRuns: 2_000 },
    );
  });
});
