import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inScope, isFabricWithin } from './scope';

const AT = new Date('2026-11-23T17:00:00.000Z');
const THEN = 'at=2026-11-23T17%3A00%3A00.000Z';

describe('an address in scope', () => {
  it('keeps the fabrics and the time', () => {
    const scope = { fabrics: ['PAR', '-DR'], at: AT };
    expect(inScope('/hosts', scope)).toBe(`/hosts?fabric=PAR&fabric=-DR&${THEN}`);
    expect(inScope('/remediation?q=BitLocker', scope)).toBe(
      `/remediation?q=BitLocker&fabric=PAR&fabric=-DR&${THEN}`,
    );
    expect(inScope('/explain', { fabrics: [], at: null })).toBe('/explain');
  });

  it('says what it said itself', () => {
    const scope = { fabrics: ['PAR'], at: new Date('2020-01-01T00:00:00Z') };
    expect(inScope(`/hosts?fabric=LYO&${THEN}`, scope)).toBe(`/hosts?fabric=LYO&${THEN}`);
  });

  it('leaves out the time of a page before what is asked for ends', () => {
    const scope = { fabrics: ['PAR'], at: AT };
    const until = (time: string) => `/changes?${new URLSearchParams({ until: time })}`;
    const later = until('2026-11-24T00:00:00.000Z');
    expect(inScope(later, scope)).toBe(`${later}&fabric=PAR`);
    const earlier = until('2026-11-23T17:00:00.000Z');
    expect(inScope(earlier, scope)).toBe(`${earlier}&fabric=PAR&${THEN}`);
  });

  it('is the same when it is put in scope twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1 })),
        fc.option(fc.constant(AT)),
        fc.string(),
        (fabrics, at, q) => {
          const once = inScope(`/hosts?${new URLSearchParams({ q })}`, { fabrics, at });
          expect(inScope(once, { fabrics, at })).toBe(once);
          const read = new URL(once, 'http://h').searchParams;
          expect([read.get('q'), read.getAll('fabric')]).toEqual([q, fabrics]);
        },
      ),
    );
  });
});

describe('a fabric', () => {
  it.each([
    [[], 'PAR', true],
    [['PAR', 'LYO'], 'PAR', true],
    [['LYO'], 'PAR', false],
    [['-PAR'], 'PAR', false],
    [['-LYO'], 'PAR', true],
    [['PAR', '-PAR'], 'PAR', false],
    [['\\-DR'], '-DR', true],
  ] as const)('within %j: %s is %s', (fabrics, fabric, isWithin) => {
    expect(isFabricWithin(fabrics, fabric)).toBe(isWithin);
  });
});
