import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { State } from '@/lib/domain/vocabulary';
import {
  CONTROL_OUTCOMES,
  type ControlledHost,
  type ControlMapping,
  type Covering,
  controlsOf,
} from './controls';

const CHECKS = ['BitLocker', 'Iommu', 'SecureBoot'] as const;
const CAUSES = [...CHECKS, 'TpmError', 'ContradictoryEvidence'] as const;
const IDS = ['a', 'b', 'c', 'd'] as const;

const passing: ControlledHost = {
  id: 'a',
  state: 'Passed',
  causes: [],
  satisfiedChecks: ['BitLocker', 'Iommu'],
  failing: [],
};
const failing: ControlledHost = {
  id: 'b',
  state: 'InsecureHostConfiguration',
  causes: ['BitLocker'],
  satisfiedChecks: ['Iommu'],
  failing: [{ check: 'BitLocker' }],
};
const silent: ControlledHost = { ...passing, id: 'c', state: 'Silent' };
const excepting = (causes: string[], isInForceAtEnd = true): Covering => ({
  hostIds: ['b'],
  causes,
  isInForceAtEnd,
});
const encryption: ControlMapping = { checks: ['BitLocker'], causes: [] };

test.each<[string, ControlledHost[], Covering[], ControlMapping, string]>([
  ['every host satisfies', [passing], [], encryption, 'satisfied'],
  ['one fails', [passing, failing], [], encryption, 'notSatisfied'],
  ['one is silent', [passing, silent], [], encryption, 'notDetermined'],
  ['one fails beside a silent one', [failing, silent], [], encryption, 'notSatisfied'],
  ['no host', [], [], encryption, 'notDetermined'],
  ['an exception covers what fails', [passing, failing], [excepting(['BitLocker'])], encryption, 'excepted'],
  [
    'an exception beside a silent host',
    [failing, silent],
    [excepting(['BitLocker'])],
    encryption,
    'notDetermined',
  ],
  ['an exception of another cause', [failing], [excepting(['Iommu'])], encryption, 'notSatisfied'],
  ['an exception that has ended', [failing], [excepting(['BitLocker'], false)], encryption, 'notSatisfied'],
  [
    'a check that fails and is no cause',
    [{ ...failing, causes: ['ContradictoryEvidence'] }],
    [excepting(['BitLocker'])],
    encryption,
    'notSatisfied',
  ],
  ['another check of a host that fails', [failing], [], { checks: ['Iommu'], causes: [] }, 'satisfied'],
  ['no evidence', [passing], [], { checks: ['SecureBoot'], causes: [] }, 'notDetermined'],
  ['no such cause on a host that passes', [passing], [], { checks: [], causes: ['TpmError'] }, 'satisfied'],
  [
    'no such cause on a host that does not',
    [failing],
    [],
    { checks: [], causes: ['TpmError'] },
    'notDetermined',
  ],
  ['the cause itself', [failing], [], { checks: [], causes: ['BitLocker'] }, 'notSatisfied'],
  ['checks and causes', [passing], [], { checks: ['SecureBoot'], causes: ['TpmError'] }, 'notDetermined'],
  ['nothing looked at', [passing], [], { checks: [], causes: [] }, 'notDetermined'],
])('%s', (_name, hosts, exceptions, mapping, expected) => {
  expect(controlsOf([mapping], { hosts, exceptions })[0]?.state).toBe(expected);
});

const host = fc.record({
  state: fc.constantFrom<State>('Passed', 'Silent', 'InsecureHostConfiguration', 'TpmError'),
  named: fc.subarray([...CHECKS]),
  shown: fc.subarray([...CHECKS]),
  others: fc.subarray(['TpmError', 'ContradictoryEvidence']),
});
const fleet = fc.array(host, { maxLength: IDS.length }).map((rows) =>
  rows.map(({ state, named, shown, others }, index): ControlledHost => {
    const isFailing = state !== 'Passed' && state !== 'Silent';
    return {
      id: IDS[index] ?? 'a',
      state,
      causes: isFailing ? [...named, ...others] : [],
      failing: isFailing ? named.map((check) => ({ check })) : [],
      satisfiedChecks: shown.filter((check) => !isFailing || !named.includes(check)),
    };
  }),
);
const mapping = fc.record({ checks: fc.subarray([...CHECKS]), causes: fc.subarray([...CAUSES]) });
const exceptions = fc.array(
  fc.record({
    hostIds: fc.subarray([...IDS]),
    causes: fc.subarray([...CAUSES]),
    isInForceAtEnd: fc.boolean(),
  }),
  { maxLength: 3 },
);
const world = fc.record({ hosts: fleet, exceptions, mappings: fc.array(mapping, { maxLength: 5 }) });

describe('any control over any hosts', () => {
  it('counts each host once', () => {
    fc.assert(
      fc.property(world, ({ mappings, ...given }) => {
        for (const { hosts } of controlsOf(mappings, given))
          expect(CONTROL_OUTCOMES.reduce((sum, outcome) => sum + hosts[outcome], 0)).toBe(given.hosts.length);
      }),
    );
  });

  it('is satisfied only where all that it looks at is shown on every host', () => {
    fc.assert(
      fc.property(world, ({ mappings, ...given }) => {
        for (const [index, { state }] of controlsOf(mappings, given).entries()) {
          const { checks = [], causes = [] } = mappings[index] ?? {};
          const isShownOn = (each: ControlledHost) =>
            each.state !== 'Silent' &&
            checks.every((check) => each.satisfiedChecks.includes(check)) &&
            (causes.length === 0 || each.state === 'Passed');
          const isShown =
            checks.length + causes.length > 0 && given.hosts.length > 0 && given.hosts.every(isShownOn);
          expect(state === 'satisfied').toBe(isShown);
        }
      }),
    );
  });

  it('is not bettered by a host that is silent, and not worsened by an exception', () => {
    const rank = ['notSatisfied', 'notDetermined', 'excepted', 'satisfied'];
    fc.assert(
      fc.property(world, ({ mappings, ...given }) => {
        const before = controlsOf(mappings, given);
        const hosts = [...given.hosts, { ...silent, id: 'z' }];
        const covered = [
          ...given.exceptions,
          { hostIds: [...IDS], causes: [...CAUSES], isInForceAtEnd: true },
        ];
        const withSilent = controlsOf(mappings, { ...given, hosts });
        const withException = controlsOf(mappings, { ...given, exceptions: covered });
        for (const [index, { state }] of before.entries()) {
          expect(withSilent[index]?.state).not.toBe('satisfied');
          expect(rank.indexOf(withException[index]?.state ?? '')).toBeGreaterThanOrEqual(rank.indexOf(state));
          expect(withException[index]?.hosts.satisfied).toBe(before[index]?.hosts.satisfied);
        }
      }),
    );
  });
});
