import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from './remediation/catalogue';
import { inRepairOrder, REPAIR_ORDER } from './repair-order';
import { KNOWN_CHECKS } from './vocabulary';

describe('the order of repair', () => {
  it('puts the firmware first, one restart behind all that needs one, and the baseline last', () => {
    expect(
      inRepairOrder([
        'SecureBootSettings',
        'BitLocker',
        'PagefileEncryption',
        'SecureBoot',
        'FullBoot',
        'NewCheck',
      ]),
    ).toEqual([
      'SecureBoot',
      'BitLocker',
      'PagefileEncryption',
      'NewCheck',
      'FullBoot',
      'SecureBootSettings',
    ]);
  });

  it('has a place for every check that is known, and loses none', () => {
    expect(inRepairOrder([...KNOWN_CHECKS]).toSorted()).toEqual([...KNOWN_CHECKS].toSorted());
    const name = fc.oneof(fc.constantFrom(...KNOWN_CHECKS), fc.string());
    fc.assert(
      fc.property(fc.uniqueArray(name), (checks) => {
        const ordered = inRepairOrder(checks);
        expect(ordered.toSorted()).toEqual(checks.toSorted());
        expect(inRepairOrder(checks.toReversed())).toEqual(ordered);
        if (checks.includes('SecureBootSettings')) expect(ordered.at(-1)).toBe('SecureBootSettings');
      }),
    );
  });

  it('has a place of its own for every entry of the catalogue: plans and the sequence of a host share it', () => {
    const keys = [...new Set(CATALOGUE.map(({ key }) => key))].filter((key) => key !== 'Passed');
    const places: readonly string[] = REPAIR_ORDER;
    expect(keys.filter((key) => !places.includes(key))).toEqual([]);
    const besides = ['SecureBootSettings', 'modernTls', 'BitLocker', 'NewCheck', 'TpmError'];
    expect(inRepairOrder(besides)).toEqual([
      'TpmError',
      'BitLocker',
      'NewCheck',
      'modernTls',
      'SecureBootSettings',
    ]);
  });
});
