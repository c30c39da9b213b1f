import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATES } from '@/lib/domain/vocabulary';
import { differenceOf, type FactCount, type HostFacts, sharedFacts, WAVE_FACTS } from './facts';
import { isStandingOpen, type LaterTurn, standingOf } from './progress';

const NONE: HostFacts = {
  cluster: null,
  model: null,
  firmware: null,
  osBuild: null,
  ciPolicy: null,
  agent: null,
};
const host = (facts: Partial<HostFacts>): HostFacts => ({ ...NONE, ...facts });
const count = (hosts: number, facts: Partial<HostFacts>): FactCount => ({ ...host(facts), hosts });

describe('what the hosts of a wave share', () => {
  it('is told with counts, what differs most from the rest first', () => {
    const members = [
      host({ cluster: 'CL-3', model: 'M4', firmware: '2.19', agent: '1.4' }),
      host({ cluster: 'CL-3', model: 'M4', firmware: '2.19', agent: '1.4' }),
      host({ cluster: 'CL-4', model: 'M4', firmware: '2.19', agent: '1.3' }),
    ];
    const rest = [
      count(56, { cluster: 'CL-3', model: 'M4', agent: '1.4' }),
      count(44, { cluster: 'CL-1', model: 'M5', agent: '1.4' }),
    ];
    expect(sharedFacts(members, rest)).toEqual([
      { fact: 'firmware', value: '2.19', wave: 3, rest: 0 },
      { fact: 'model', value: 'M4', wave: 3, rest: 56 },
      { fact: 'cluster', value: 'CL-3', wave: 2, rest: 56 },
      { fact: 'agent', value: '1.4', wave: 2, rest: 100 },
    ]);
  });

  it('leaves out what no more than half of them have, and what nobody tells', () => {
    expect(sharedFacts([host({ model: 'M4' }), host({ model: 'M5' })], [])).toEqual([]);
  });

  it('is in order whatever the hosts, and never counts more than there are', () => {
    const text = fc.option(fc.constantFrom('a', 'b'));
    const facts = fc.record(
      Object.fromEntries(WAVE_FACTS.map((fact) => [fact, text])),
    ) as fc.Arbitrary<HostFacts>;
    const counts = fc
      .tuple(facts, fc.integer({ min: 1, max: 50 }))
      .map(([some, hosts]) => ({ ...some, hosts }));
    fc.assert(
      fc.property(fc.array(facts, { minLength: 1, maxLength: 6 }), fc.array(counts), (members, rest) => {
        const sizes = { wave: members.length, rest: rest.reduce((sum, { hosts }) => sum + hosts, 0) };
        const shared = sharedFacts(members, rest);
        const differences = shared.map((one) => differenceOf(one, sizes));
        expect(differences).toEqual(differences.toSorted((a, b) => b - a));
        for (const one of shared) {
          expect(one.wave).toBeLessThanOrEqual(sizes.wave);
          expect(one.rest).toBeLessThanOrEqual(sizes.rest);
        }
      }),
    );
  });
});

describe('how a host of a wave stands', () => {
  const able = (at: number): LaterTurn => ({ at, kind: 'able' });
  const regression = (at: number): LaterTurn => ({ at, kind: 'regression' });

  it.each([
    ['fails', 'InsecureHostConfiguration', [], 'failing'],
    ['is silent', 'Silent', [], 'silent'],
    ['left the fleet', null, [], 'gone'],
    ['passes', 'Passed', [], 'proven'],
    ['passes again after it had come back', 'Passed', [able(2), regression(3), able(4)], 'proven'],
    ['came back', 'InsecureHostConfiguration', [able(2), regression(3)], 'regressed'],
    ['fails by something else since', 'TpmError', [able(2)], 'proven'],
    ['was able before it turned alone', 'TpmError', [able(0)], 'failing'],
    ['was a regression when it turned', 'TpmError', [regression(1)], 'failing'],
  ] as const)('where it %s', (_, state, later, standing) => {
    expect(standingOf({ turnedAt: 1, state, later })).toBe(standing);
  });

  it('is never proven without a snapshot that says so', () => {
    const turn = fc.record({ at: fc.nat(9), kind: fc.constantFrom('able' as const, 'regression' as const) });
    fc.assert(
      fc.property(fc.constantFrom(...STATES), fc.array(turn), (state, later) => {
        const standing = standingOf({ turnedAt: 5, state, later });
        const isAgain = state === 'Passed' || later.some(({ at, kind }) => kind === 'able' && at > 5);
        if (standing === 'proven') expect(isAgain).toBe(true);
        if (!isAgain) expect(isStandingOpen(standing)).toBe(true);
      }),
    );
  });
});
