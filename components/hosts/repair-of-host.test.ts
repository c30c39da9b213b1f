import { describe, expect, it } from 'vitest';
import { repairOfHost } from '@/components/hosts/repair-of-host';
import type { CheckRow, PrerequisiteRow, RiskRow } from '@/lib/contracts/fleet';
import { readFacts } from '@/lib/domain/facts';
import { judgeSnapshot } from '@/lib/domain/judge';
import { prerequisiteResults } from '@/lib/domain/prerequisites';
import { readHgsClient } from '@/lib/domain/read-hgs-client';
import { CATALOGUE } from '@/lib/domain/remediation/catalogue';
import { restartsHost, resumesNode } from '@/lib/domain/remediation/cut-at-restart';
import { renderEntry } from '@/lib/domain/remediation/render';
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
const NOTHING = { cause: [], checks: [], risks: [], prerequisites: [], seesIommu: null };
const idsOf = (steps: readonly { id: string }[]) => steps.map(({ id }) => id);

describe('the sequence of the checks of a host', () => {
  it('restarts twice unless Windows is known to see the IOMMU', () => {
    const restarts = (seesIommu: boolean | null) => {
      const checks = [failing('VirtualSecureMode'), failing('Iommu')];
      const { restarts: count, twice } = repairOfHost({ ...NOTHING, checks, seesIommu }, { entries }).repair;
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
    const { ofChecks } = repairOfHost({ ...NOTHING, checks }, { entries: new Map() });
    expect(ofChecks.map(({ keys, steps }) => [keys, steps])).toEqual([
      [['SecureBoot'], []],
      [['BitLocker'], []],
    ]);
  });
});

describe('what is told beside the checks', () => {
  const pending: PrerequisiteRow = {
    ...missing('hostGuardianFeature'),
    evidence: [{ label: 'HostGuardian', seen: 'InstallPending', required: 'Installed', agrees: false }],
  };

  it('waits for the restart that is told with the checks, which names it', () => {
    const host = { ...NOTHING, checks: [failing('BitLocker')], prerequisites: [missing('modernTls')] };
    const { ofChecks, told } = repairOfHost(host, { entries });
    expect(ofChecks.find(({ part }) => part === 'restart')?.keys).toEqual(['BitLocker', 'modernTls']);
    expect(idsOf(told('modernTls').steps)).toEqual(['checkTlsUrls', 'useSystemTls']);
    expect(told('modernTls').hint).toBe('elsewhere');
  });

  it('is told with both restarts where the feature is missing', () => {
    const cause = ['HostGuardianFeatureMissing'];
    const { told } = repairOfHost({ ...NOTHING, cause, prerequisites: [missing('modernTls')] }, { entries });
    const feature = told('HostGuardianFeatureMissing');
    expect(idsOf(feature.steps).slice(0, 3)).toEqual(['checkFeature', 'installFeature', 'guardedRestart']);
    expect([feature.twice, feature.hint]).toEqual(['featureMissing', null]);
    const tls = told('modernTls');
    expect(idsOf(tls.steps)).toEqual(['checkTlsUrls', 'useSystemTls', 'guardedRestart', 'resumeNode']);
    expect([tls.twice, tls.hint]).toEqual([null, 'afterFirst']);
  });

  it('restarts once for a feature that only waits for its restart', () => {
    const prerequisites = [pending, missing('modernTls')];
    const { repair, told } = repairOfHost({ ...NOTHING, prerequisites }, { entries });
    expect([repair.restarts, repair.twice]).toEqual([1, null]);
    expect(told('hostGuardianRestartPending')).toEqual({ steps: [], hint: 'elsewhere', twice: null });
  });

  it.each([
    ['InstallPending', ['checkFeature', 'guardedRestart']],
    ['Available', ['checkFeature', 'installFeature', 'guardedRestart']],
  ])('restarts once a host whose feature is %s', (installState, first) => {
    const hgsClient = readHgsClient(null);
    const facts = readFacts({ hostGuardianFeature: { status: 'ok', value: { installState } } });
    const cause = judgeSnapshot(hgsClient, facts).causes;
    expect(cause).toEqual(['HostGuardianFeatureMissing']);
    const input = { reporting: 'onTime', hgsClient, facts, clockOffsetSeconds: 0 } as const;
    const { repair, told } = repairOfHost(
      { ...NOTHING, cause, prerequisites: prerequisiteResults(input) },
      { entries },
    );
    expect([repair.restarts, repair.twice]).toEqual([1, null]);
    const rest = ['readHgsServer', 'setHgsUrls', 'diagnose', 'resumeNode'];
    expect(idsOf(told('HostGuardianFeatureMissing').steps)).toEqual([...first, ...rest]);
  });

  it('is diagnosed once', () => {
    const host = { ...NOTHING, cause: ['TpmError'], checks: [failing('BitLocker')] };
    const { ofChecks, told } = repairOfHost(host, { entries });
    expect(ofChecks[0]?.part).toBe('diagnose');
    expect(idsOf(told('TpmError').steps)).toEqual(['readTpm', 'readTpmEvents']);
  });

  it('is an entry as it is where nothing else is wrong', () => {
    for (const { key, steps } of entries.values()) {
      const { told } = repairOfHost({ ...NOTHING, cause: [key], seesIommu: true }, { entries });
      const left = idsOf(steps).filter((id) => id !== 'turnOnIommu');
      expect(told(key), key).toEqual({ steps: expect.anything(), hint: null, twice: null });
      expect(idsOf(told(key).steps), key).toEqual(left);
    }
  });

  const OF_FEATURE = ['HostGuardianFeatureMissing', 'hostGuardianFeature', 'hostGuardianRestartPending'];
  const isRestarted = (key: string) => entries.get(key)?.steps.some(restartsHost) ?? false;

  /** One for all, and one before the others where the feature or the IOMMU is needed first. */
  const restartsOf = (keys: readonly string[]) => {
    const isMissing = keys.some((key) => OF_FEATURE.slice(0, 2).includes(key));
    const isTwice = isMissing && keys.some((key) => isRestarted(key) && !OF_FEATURE.includes(key));
    return keys.includes('Iommu') || isTwice ? 2 : Number(keys.some(isRestarted));
  };

  it('ends with a resumed node and without a restart for failing checks alone, which tell it', () => {
    const resumed = CATALOGUE.filter(({ steps }) => steps.some(resumesNode) && !steps.some(restartsHost));
    expect(resumed.map(({ key }) => key)).toContain('SecureBootSettings');
    for (const { key, kind } of resumed) {
      expect(kind, key).toBe('check');
      const host = { ...NOTHING, checks: [failing(key)], prerequisites: [missing('clockInSync')] };
      const { ofChecks } = repairOfHost(host, { entries });
      expect(ofChecks.at(-1)?.part, key).toBe('resume');
    }
  });

  it('leaves every page with every step of the sequence, once, and no restart too many', () => {
    const besides = [pending, missing('modernTls'), missing('hostGuardianFeature'), missing('clockInSync')];
    const causes = [[], ['TpmError'], ['HostGuardianFeatureMissing']];
    for (const cause of causes)
      for (const prerequisite of besides)
        for (const checks of [[], [failing('Iommu'), failing('SecureBootSettings')]])
          for (const risks of [[], ...RISK_FLAGS.map((word) => [risk(word)])]) {
            const host = { ...NOTHING, cause, checks, risks, prerequisites: [prerequisite] };
            const { repair, ofChecks, told } = repairOfHost(host, { entries });
            const keys = new Set(repair.parts.flatMap((part) => part.keys));
            const shown = [
              ...ofChecks.flatMap(({ steps }) => idsOf(steps)),
              ...[...keys].flatMap((key) => idsOf(told(key).steps)),
            ];
            const all = repair.parts.flatMap(({ steps }) => idsOf(steps));
            const name = JSON.stringify([cause, prerequisite, risks]);
            expect(shown.toSorted(), name).toEqual(all.toSorted());
            expect(repair.restarts, name).toBe(restartsOf([...keys]));
          }
  });
});
