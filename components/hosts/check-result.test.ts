import { describe, expect, it } from 'vitest';
import { countResults, groupChecks } from '@/components/hosts/check-result';
import type { CheckRow } from '@/lib/contracts/fleet';

const row = (check: string, result: CheckRow['result']): CheckRow => ({
  check,
  result,
  inferred: false,
  evidenceDisagrees: false,
  restartPending: false,
  evidence: [],
  unread: [],
});

describe('results as they are shown', () => {
  it('are counted without zeros', () => {
    expect(countResults(['ok', 'failing', 'ok'])).toEqual([
      { result: 'failing', count: 1 },
      { result: 'ok', count: 2 },
    ]);
  });

  it('keep a check that nobody knows', () => {
    const groups = groupChecks([row('BitLocker', 'ok'), row('NewCheck', 'failing')]);
    expect(groups.map(({ group }) => group)).toEqual(['failing', 'dataAtRest']);
    const known = groupChecks([row('BitLocker', 'ok'), row('NewCheck', 'notEvaluated')]);
    expect(known.map(({ group }) => group)).toEqual(['dataAtRest', 'other']);
  });

  it('stand in the order of repair where they fail, and in that of the list elsewhere', () => {
    const rows = [
      row('SecureBootSettings', 'failing'),
      row('FullBoot', 'ok'),
      row('BitLocker', 'failing'),
      row('SecureBoot', 'ok'),
      row('PagefileEncryption', 'failing'),
    ];
    expect(
      groupChecks(rows).map(({ group, checks }) => [group, ...checks.map(({ check }) => check)]),
    ).toEqual([
      ['failing', 'BitLocker', 'PagefileEncryption', 'SecureBootSettings'],
      ['bootIntegrity', 'FullBoot', 'SecureBoot'],
    ]);
  });
});
