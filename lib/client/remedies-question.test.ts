import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '@/lib/domain/remediation/catalogue';
import { RISKS } from '@/lib/domain/risk';
import { KNOWN_CHECKS, PREREQUISITES, SPECIAL_CAUSES } from '@/lib/domain/vocabulary';
import { remediesQuestion, remedyKeys, type Unwell } from './remedies-question';

const NOTHING: Unwell = { cause: [], checks: [], prerequisites: [], risks: [] };
const check = (name: string, result: 'failing' | 'ok') =>
  ({ check: name, result }) as Unwell['checks'][number];

describe('the entries of the catalogue that the page of a host asks for', () => {
  it('are of all that is wrong with it, each once and in one order', () => {
    const cause = ['UnreadableStatus', 'SecureBoot'];
    const checks = [check('SecureBoot', 'failing'), check('BitLocker', 'failing'), check('Iommu', 'ok')];
    const asked = { lang: 'fr', key: ['BitLocker', 'SecureBoot', 'UnreadableStatus'] };
    expect(remediesQuestion({ ...NOTHING, cause, checks }, 'fr')).toEqual(asked);
    expect(
      remediesQuestion({ ...NOTHING, cause: cause.toReversed(), checks: checks.toReversed() }, 'fr'),
    ).toEqual(asked);
  });

  it('are none where nothing is wrong, or nothing that the catalogue knows', () => {
    expect(remediesQuestion(NOTHING, 'en')).toBeNull();
    const strange = { ...NOTHING, cause: ['Quantum'], checks: [check('Quantum', 'failing')] };
    expect(remediesQuestion(strange, 'en')).toBeNull();
  });

  it('are all there', () => {
    const keys = remedyKeys({
      cause: [...SPECIAL_CAUSES],
      checks: KNOWN_CHECKS.map((name) => check(name, 'failing')),
      prerequisites: PREREQUISITES.map(
        (prerequisite) =>
          ({ prerequisite, result: 'failing', evidence: [], unread: [] }) as Unwell['prerequisites'][number],
      ),
      risks: RISKS.map((risk) => ({ risk, evidence: [] })),
    });
    const known = new Set(CATALOGUE.map((entry) => entry.key));
    expect(keys.filter((key) => !known.has(key))).toEqual([]);
  });
});
