import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPLIANCE, type Compliance, type State } from '@/lib/domain/vocabulary';
import {
  byCluster,
  byFabric,
  type CountedHost,
  causesOfHosts,
  compareText,
  statesOf,
  totalsOf,
} from './figures';

const CLASS_OF: readonly [State, Compliance][] = [
  ['Passed', 'compliant'],
  ['Silent', 'unverified'],
  ['TpmError', 'excepted'],
  ['InsecureHostConfiguration', 'nonCompliant'],
];

const host: fc.Arbitrary<CountedHost> = fc
  .record({
    fabric: fc.constantFrom('PAR', 'LYO', '\u{1F512}', '\uFF21'),
    cluster: fc.constantFrom(null, 'CL-1', 'CL-2'),
    judged: fc.constantFrom(...CLASS_OF),
    causes: fc.subarray(['BitLocker', 'Iommu', 'TpmError'], { minLength: 1 }),
    shieldedVms: fc.option(fc.nat(9)),
  })
  .map(({ judged: [state, compliance], causes, ...rest }) => ({
    ...rest,
    state,
    compliance,
    causes: state === 'Passed' || state === 'Silent' ? [] : causes,
  }));

const hosts = fc.array(host, { maxLength: 30 });
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe('the figures of a report', () => {
  it('add up: classes and states to the hosts, fabrics and clusters to the whole', () => {
    fc.assert(
      fc.property(hosts, (fleet) => {
        const all = totalsOf(fleet);
        expect(sum(COMPLIANCE.map((word) => all[word]))).toBe(fleet.length);
        expect(sum(Object.values(statesOf(fleet)))).toBe(fleet.length);
        const parts = [
          byFabric(fleet).map(([, members]) => members),
          byCluster(fleet).map(({ hosts: members }) => members),
        ];
        for (const groups of parts) {
          const totals = groups.map(totalsOf);
          for (const word of ['hosts', ...COMPLIANCE] as const)
            expect(sum(totals.map((group) => group[word]))).toBe(all[word]);
          for (const word of ['total', 'blocked', 'unverified'] as const)
            expect(sum(totals.map(({ vms }) => vms[word]))).toBe(all.vms[word]);
        }
      }),
    );
  });

  it('have no rate without a host', () => {
    expect(totalsOf([]).rate).toBeNull();
  });

  it('name each cause with its hosts, and those that it alone holds', () => {
    fc.assert(
      fc.property(hosts, (fleet) => {
        const causes = causesOfHosts(fleet);
        for (const { cause, hosts: count, freedAlone } of causes) {
          const having = fleet.filter(({ causes: own }) => own.includes(cause));
          expect(count).toBe(having.length);
          expect(freedAlone.hosts).toBe(having.filter(({ causes: own }) => own.length === 1).length);
        }
        const ranks = causes.map(({ vmsBlocked }) => vmsBlocked);
        expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
      }),
    );
  });

  it('put names in the order of their code points', () => {
    expect(['\u{1F512}', '\uFF21', 'b', 'a', 'ab', ''].toSorted(compareText)).toEqual([
      '',
      'a',
      'ab',
      'b',
      '\uFF21',
      '\u{1F512}',
    ]);
  });

  it('compares texts by their code points, also where halves of characters stand alone', () => {
    const unit = fc.constantFrom('a', 'b', '\ud800', '\udc00', '\udbff', '\uffff', '\u{1F512}');
    const text = fc.array(unit, { maxLength: 6 }).map((units) => units.join(''));
    const pointsOf = (each: string) => [...each].map((character) => character.codePointAt(0) ?? 0);
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [left, right] = [pointsOf(a), pointsOf(b)];
        const index = left.findIndex((point, at) => point !== right[at]);
        const expected = index < 0 ? left.length - right.length : (left[index] ?? 0) - (right[index] ?? -1);
        expect(Math.sign(compareText(a, b)) + 0).toBe(Math.sign(expected) + 0);
      }),
      { numRuns: 2_000 },
    );
  });
});
