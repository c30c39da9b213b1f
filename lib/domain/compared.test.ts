import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byWeight, type ComparedHost, groupCompared, OUTCOMES, placeOf } from './compared';

const values = fc.option(fc.uniqueArray(fc.constantFrom('Passed', 'Expired', '2.19.1'), { maxLength: 2 }));
const fact = fc.record({ fact: fc.constantFrom('state', 'cause'), before: values, after: values });
const host: fc.Arbitrary<ComparedHost> = fc.record({
  id: fc.uuid(),
  hostname: fc.constantFrom('hv-1', 'HV-1', 'hv-2', 'hv-10'),
  outcome: fc.constantFrom(...OUTCOMES),
  shieldedVms: fc.nat(5),
  facts: fc.array(fact, { maxLength: 2 }),
});
const hosts = fc.uniqueArray(host, { selector: ({ id }) => id, maxLength: 40 });
const changeOf = ({ outcome, facts }: ComparedHost) => [
  outcome,
  ...facts.map(({ fact, before, after }) => ({ fact, before, after })),
];

describe('groupCompared', () => {
  it('has every host in exactly one group, and the virtual machines of all in sum', () => {
    fc.assert(
      fc.property(hosts, fc.boolean(), (all, isGrouped) => {
        const groups = groupCompared(all, isGrouped);
        const told = groups.flatMap((group) => group.hosts.map(({ id }) => id));
        expect(told.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
        const vms = (counted: readonly { shieldedVms: number }[]) =>
          counted.reduce((sum, { shieldedVms }) => sum + shieldedVms, 0);
        expect(vms(groups)).toBe(vms(all));
        for (const group of groups) expect(group.shieldedVms).toBe(vms(group.hosts));
      }),
    );
  });

  it('puts together what is equal and nothing else, or nothing at all', () => {
    fc.assert(
      fc.property(hosts, (all) => {
        const groups = groupCompared(all, true);
        for (const { hosts, ...group } of groups)
          for (const one of hosts) expect(changeOf(one)).toEqual(changeOf({ ...one, ...group }));
        const changes = groups.map(({ hosts }) => JSON.stringify(hosts.slice(0, 1).map(changeOf)));
        expect(new Set(changes).size).toBe(groups.length);
        for (const { hosts } of groupCompared(all, false)) expect(hosts).toHaveLength(1);
      }),
    );
  });

  it('is in one order, however the hosts come', () => {
    fc.assert(
      fc.property(hosts, fc.boolean(), (all, isGrouped) => {
        const groups = groupCompared(all, isGrouped);
        expect(groupCompared(all.toReversed(), isGrouped)).toEqual(groups);
        for (const [index, group] of groups.entries()) {
          const next = groups[index + 1];
          if (next) expect(byWeight(placeOf(group), placeOf(next))).toBeLessThan(0);
        }
      }),
    );
  });

  it('tells apart a host that was not there from one of which nothing is known', () => {
    const of = (id: string, before: string[] | null): ComparedHost => ({
      id,
      hostname: id,
      outcome: 'other',
      shieldedVms: 1,
      facts: [{ fact: 'owner', before, after: ['A'] }],
    });
    expect(
      groupCompared([of('a', null), of('b', []), of('c', [])], true).map(({ hosts }) => hosts.length),
    ).toEqual([2, 1]);
  });
});
