import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contradictionIn } from '@/lib/domain/contradiction';
import type { HostFilter } from '@/lib/domain/host-filter';
import { RISKS } from '@/lib/domain/risk';
import { REPORTING, STATES } from '@/lib/domain/vocabulary';
import { type FilterableHost, matchesHost } from '@/test/support/matches-host';

const only = <T extends string>(...include: T[]) => ({ include, exclude: [] });
const not = <T extends string>(...exclude: T[]) => ({ include: [], exclude });

const CAUSES = ['BitLocker', 'TpmError'];

/** A host as the fleet can have it. */
const anyHost = fc
  .record({
    state: fc.constantFrom(...STATES),
    reporting: fc.constantFrom(...REPORTING.filter((one) => one !== 'silent')),
    causes: fc.subarray(CAUSES),
    risks: fc.subarray([...RISKS]),
    cluster: fc.constantFrom('CL-1', 'CL-2'),
  })
  .map(({ state, reporting, causes, risks, cluster }) => ({
    ...{ state, cluster, failingChecks: causes },
    reporting: state === 'Silent' ? ('silent' as const) : reporting,
    causes: state === 'Passed' || state === 'Silent' ? [] : causes,
    risks: state === 'Passed' ? risks : [],
  }));

const valuesOf = <T extends string>(values: readonly T[]) =>
  fc.record({ include: fc.subarray([...values]), exclude: fc.subarray([...values]) });

const anyFilter: fc.Arbitrary<HostFilter> = fc.record(
  {
    state: valuesOf(STATES),
    reporting: valuesOf(REPORTING),
    cause: valuesOf(CAUSES),
    risk: valuesOf(RISKS),
    cluster: valuesOf(['CL-1', 'CL-2']),
  },
  { requiredKeys: [] },
);

describe('filters that exclude one another', () => {
  it('are met by no host', () => {
    fc.assert(
      fc.property(anyFilter, anyHost, (filter, host) => {
        fc.pre(contradictionIn(filter) !== null);
        expect(matchesHost(filter, host as unknown as FilterableHost)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, HostFilter, string | null]>([
    ['able and a cause', { state: only('Passed'), cause: only('BitLocker') }, 'state cause'],
    ['the same value twice', { cluster: { include: ['CL-1'], exclude: ['CL-1'] } }, 'cluster cluster'],
    ['failing and a risk', { state: only('TpmError'), risk: only(...RISKS) }, 'state risk'],
    ['a cause and a risk', { cause: only('BitLocker'), risk: only(...RISKS) }, 'cause risk'],
    ['silent and on time', { state: only('Silent'), reporting: only('onTime') }, 'state reporting'],
    ['one of two values', { cluster: { include: ['CL-1', 'CL-2'], exclude: ['CL-1'] } }, null],
    ['not able, and a cause', { state: not('Passed'), cause: only('BitLocker') }, null],
    ['nothing', {}, null],
  ])('are told: %s', (_what, filter, told) => {
    expect(
      contradictionIn(filter)
        ?.map(({ word }) => word)
        .join(' ') ?? null,
    ).toBe(told);
  });
});
