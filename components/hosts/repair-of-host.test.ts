import { describe, expect, it } from 'vitest';
import { restartTeller, sequenceOfChecks } from '@/components/hosts/repair-of-host';
import type { CheckRow, PrerequisiteRow, RiskRow } from '@/lib/contracts/fleet';
import { CATALOGUE } from '@/lib/domain/remediation/catalogue';
import { restartsHost } from '@/lib/domain/remediation/cut-at-restart';
import { renderEntry } from '@/lib/domain/remediation/render';
import { withoutRestart } from '@/lib/domain/remediation/repair-sequence';
import { RISK_FLAGS, type Risk } from '@/lib/domain/risk';
import type { Prerequisite } from '@/lib/domain/vocabulary';

const entries = new Map(CATALOGUE.map((entry) => [entry.key, renderEntry(entry, (key) => key)]));
const failing = (check: string): CheckRow => ({
  ...{ check, result: 'failing', inferred: false, evidenceDisagrees: false, restartPending: false },
  ...{ evidence: [], unread: [] },
});
const missing = (prerequisite: Prerequisite): PrerequisiteRow => ({
  ...{ prerequisite, result: 'failing', evidence: [], unread: [] },
});
const risk = (word: Risk): RiskRow => ({ risk: word, evidence: [] });
const NOTHING = { cause: [], checks: [], risks: [], prerequisites: [] };

describe('the sequence of the checks of a host', () => {
  it('restarts twice unless Windows is known to see the IOMMU', () => {
    const restarts = (seesIommu: boolean | null) => {
      const checks = [failing('VirtualSecureMode'), failing('Iommu')];
      const { restarts: count, twice } = sequenceOfChecks({ checks, seesIommu }, { entries });
      return [count, twice];
    };
    expect([false, null, true].map(restarts)).toEqual([
      [2, 'iommuNotSeen'],
      [2, 'iommuNotKnown'],
      [1, null],
    ]);
  });

  it('has a place for a check whose steps have not come yet', () => {
    const checks = [failing('BitLocker'), failing('SecureBoot')];
    const { parts } = sequenceOfChecks({ checks, seesIommu: null }, { entries: new Map() });
    expect(parts.map(({ keys, steps }) => [keys, steps])).toEqual([
      [['SecureBoot'], []],
      [['BitLocker'], []],
    ]);
  });
});

describe('what tells the restart of a page', () => {
  it('is the checks, else a cause, a risk or a prerequisite, and nothing where none needs one', () => {
    const prerequisites = [missing('modernTls'), missing('clockInSync')];
    const all = { ...NOTHING, cause: ['BitLocker'], checks: [failing('BitLocker')], prerequisites };
    expect(restartTeller(all, { entries })).toBe('checks');
    const cause = ['HostGuardianFeatureMissing'];
    expect(restartTeller({ ...NOTHING, cause, prerequisites }, { entries })).toBe(cause[0]);
    expect(restartTeller({ ...NOTHING, prerequisites }, { entries })).toBe('modernTls');
    expect(restartTeller({ ...NOTHING, checks: [failing('SecureBootSettings')] }, { entries })).toBeNull();
  });

  it('leaves every page with one restart, whatever is wrong besides the checks', () => {
    const needing = (key: string) => entries.get(key)?.steps ?? [];
    for (const one of RISK_FLAGS)
      for (const other of RISK_FLAGS) {
        const risks = [...new Set([one, other])].map(risk);
        const host = {
          ...NOTHING,
          risks,
          prerequisites: [missing('modernTls'), missing('hostGuardianFeature')],
        };
        const teller = restartTeller(host, { entries });
        const told = [...risks.map((row) => row.risk), 'modernTls', 'hostGuardianFeature'].map((word) =>
          word === 'hostGuardianFeatureMissing' ? 'hostGuardianFeature' : word,
        );
        const shown = [...new Set(told)].flatMap((key) =>
          key === teller ? needing(key) : withoutRestart(needing(key)),
        );
        expect(shown.filter(restartsHost), `${one} ${other}`).toHaveLength(1);
      }
  });
});
