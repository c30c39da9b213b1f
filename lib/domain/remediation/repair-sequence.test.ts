import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remediationFor } from '@/lib/domain/remediation/catalogue';
import { keyOfPart, type RepairSequence, repairSequence } from '@/lib/domain/remediation/repair-sequence';
import type { RemediationStep } from '@/lib/domain/remediation/types';
import { inRepairOrder } from '@/lib/domain/repair-order';
import { KNOWN_CHECKS, PREREQUISITES } from '@/lib/domain/vocabulary';

type Seen = boolean | null;
const SEEN: readonly Seen[] = [true, false, null];
const RESTARTS = ['guardedRestart', 'restartAfterBitLocker'];

const stepsOf = (key: string) => remediationFor(key, 'Tpm')?.steps ?? null;
const sequenceOf = (keys: readonly string[], seesIommu: Seen = null) =>
  repairSequence(
    keys.map((key) => ({ key, steps: stepsOf(key) })),
    seesIommu,
  );
const told = ({ parts }: RepairSequence<RemediationStep>) =>
  parts.map(({ part, keys, steps }) => `${part} ${keys.join('+')}: ${steps.map(({ id }) => id).join(' ')}`);

const pairs = KNOWN_CHECKS.flatMap((a, at) => KNOWN_CHECKS.slice(at + 1).map((b) => [a, b]));
const triples = pairs.flatMap(([a = '', b = '']) =>
  KNOWN_CHECKS.slice(KNOWN_CHECKS.findIndex((check) => check === b) + 1).map((c) => [a, b, c]),
);
const mixtures = [...pairs, ...triples].flatMap((checks) =>
  (checks.includes('Iommu') ? SEEN : [null]).map((seesIommu) => ({
    checks: inRepairOrder(checks),
    seesIommu,
  })),
);

describe('the repair of a host of which several checks fail', () => {
  it('has one diagnosis, one restart and one return of the node, or says why it restarts twice', () => {
    for (const { checks, seesIommu } of mixtures) {
      const name = `${checks} ${seesIommu}`;
      const sequence = sequenceOf(checks, seesIommu);
      const ids = sequence.parts.flatMap(({ steps }) => steps.map(({ id }) => id));
      const count = (...wanted: string[]) => ids.filter((id) => wanted.includes(id)).length;
      const parts = (wanted: string) => sequence.parts.filter(({ part }) => part === wanted);
      expect(count('diagnose'), name).toBeLessThanOrEqual(1);
      expect(count('resumeNode'), name).toBeLessThanOrEqual(1);
      expect(parts('resume'), name).toHaveLength(count('resumeNode'));
      expect(parts('restart'), name).toHaveLength(count(...RESTARTS));
      expect(sequence.restarts, name).toBe(count(...RESTARTS));
      const isFirmwareFirst = checks.includes('Iommu') && seesIommu !== true;
      expect(sequence.restarts, name).toBeLessThanOrEqual(isFirmwareFirst ? 2 : 1);
      expect(sequence.twice, name).toBe(
        isFirmwareFirst ? (seesIommu === null ? 'iommuNotKnown' : 'iommuNotSeen') : null,
      );
    }
  });

  it('loses no step of any check, and has one place for each', () => {
    for (const { checks, seesIommu } of mixtures) {
      const { parts } = sequenceOf(checks, seesIommu);
      const done = new Set(parts.flatMap(({ steps }) => steps.map(({ id }) => id)));
      const asked = checks.flatMap((check) => stepsOf(check) ?? []).map(({ id }) => id);
      const left = new Set(asked.filter((id) => !done.has(id)));
      if (seesIommu === true) left.delete('turnOnIommu');
      if (done.has('guardedRestart')) left.delete('restartAfterBitLocker');
      expect([...left], `${checks}`).toEqual([]);
      expect(parts.flatMap(({ part, keys }) => (part === 'fix' ? keys : []))).toEqual(checks);
    }
  });

  it('does what it changes before the restart, the TPM baseline after it, and resumes last', () => {
    for (const { checks, seesIommu } of mixtures) {
      const { parts } = sequenceOf(checks, seesIommu);
      const all = parts.flatMap(({ steps }) => steps.map(({ id }) => id));
      const last = Math.max(...RESTARTS.map((id) => all.lastIndexOf(id)));
      const first = RESTARTS.map((id) => all.indexOf(id)).filter((at) => at !== -1);
      for (const id of ['requireDma', 'requireVbs', 'encryptPagefile', 'updateFirmware', 'debugOff'])
        expect(all.indexOf(id), `${checks} ${id}`).toBeLessThan(Math.max(last, 0));
      if (all.includes('requireDma') && seesIommu !== true)
        expect(all.indexOf('requireDma')).toBeGreaterThan(Math.min(...first));
      if (all.includes('captureBaseline'))
        expect(all.indexOf('captureBaseline'), `${checks}`).toBeGreaterThan(last);
      if (all.includes('resumeNode')) expect(all.at(-1)).toBe('resumeNode');
      for (const { part, steps } of parts)
        if (steps.some(({ id }) => id === 'suspendBitLocker'))
          expect([part, steps[0]?.id]).toEqual(['restart', 'suspendBitLocker']);
    }
  });

  it('is this where the firmware has to be changed first', () => {
    const sequence = sequenceOf(['SecureBoot', 'Iommu', 'VirtualSecureMode', 'SecureBootSettings'], false);
    expect(told(sequence)).toEqual([
      'diagnose : diagnose',
      'fix SecureBoot: ',
      'restart SecureBoot+Iommu: suspendBitLocker turnOnSecureBoot turnOnIommu guardedRestart',
      'fix Iommu: requireDma',
      'fix VirtualSecureMode: comparePlatform installFeature requireVbs',
      'restart Iommu+VirtualSecureMode: guardedRestart',
      'fix SecureBootSettings: confirmChange captureBaseline registerBaseline attestNow',
      'resume : resumeNode',
    ]);
  });

  it('is this where one restart serves all', () => {
    expect(told(sequenceOf(['SecureBoot', 'Iommu', 'BitLocker'], true))).toEqual([
      'diagnose : diagnose',
      'fix SecureBoot: ',
      'fix Iommu: ',
      'fix BitLocker: askBitLocker installBitLocker enableBitLocker',
      'restart SecureBoot+Iommu+BitLocker: suspendBitLocker requireDma turnOnSecureBoot guardedRestart',
      'resume : resumeNode',
    ]);
    expect(told(sequenceOf(['BitLocker', 'SecureBootSettings']))).toEqual([
      'diagnose : diagnose',
      'fix BitLocker: askBitLocker installBitLocker enableBitLocker',
      'restart BitLocker: restartAfterBitLocker',
      'fix SecureBootSettings: confirmChange captureBaseline registerBaseline attestNow',
      'resume : resumeNode',
    ]);
  });
});

describe('a restart of a sequence', () => {
  const endsIn = (keys: string[], seesIommu: Seen = true) =>
    sequenceOf(keys, seesIommu)
      .parts.flatMap(({ steps }) => steps)
      .flatMap(({ command }) => /\$ends = (@\([^)]*\))/.exec(command ?? '')?.[1] ?? []);

  it('asks first whether HGS still says one of all that wait for it', () => {
    expect(endsIn(['SecureBoot'])).toEqual(["@('SecureBoot')"]);
    expect(endsIn(['SecureBoot', 'BitLocker', 'PagefileEncryption'])).toEqual([
      "@('SecureBoot', 'BitLocker', 'PagefileEncryption')",
    ]);
    expect(endsIn(['TpmError'])).toEqual(["@('TpmError')"]);
  });

  it('asks for nothing where one of them is no word of HGS, since a host that is Passed waits for it as well', () => {
    expect(endsIn(['secureBootUpdatePending'])).toEqual(['@()']);
    expect(endsIn(['BitLocker', 'secureBootUpdatePending'])).toEqual(['@()']);
    expect(endsIn(['hostGuardianFeature'])).toEqual(['@()']);
  });
});

describe('the repair of one check', () => {
  it('is its entry as it stands', () => {
    for (const check of KNOWN_CHECKS.filter((name) => name !== 'Iommu')) {
      const { parts, twice } = sequenceOf([check]);
      expect(parts.map(({ part, keys }) => [part, keys])).toEqual([['fix', [check]]]);
      expect(parts.flatMap(({ steps }) => steps.map(({ id }) => id))).toEqual(
        stepsOf(check)?.map(({ id }) => id),
      );
      expect(twice).toBeNull();
    }
    const ids = stepsOf('BitLocker')?.map(({ id }) => id);
    expect(told(sequenceOf(['BitLocker', 'Quantum']))).toEqual([
      `fix BitLocker: ${ids?.join(' ')}`,
      'fix Quantum: ',
    ]);
  });

  it('restarts twice where Windows sees no IOMMU, and once where it does', () => {
    expect(told(sequenceOf(['Iommu'], false))).toEqual([
      'diagnose : diagnose',
      'restart Iommu: suspendBitLocker turnOnIommu guardedRestart',
      'fix Iommu: requireDma',
      'restart Iommu: guardedRestart',
      'resume : resumeNode',
    ]);
    expect(told(sequenceOf(['Iommu'], true))).toEqual([
      'fix Iommu: diagnose suspendBitLocker requireDma guardedRestart resumeNode',
    ]);
  });
});

describe('the repair of a host without the HostGuardian feature', () => {
  it('installs it first, with a restart of its own, and diagnoses after it', () => {
    expect(told(sequenceOf(['HostGuardianFeatureMissing', 'BitLocker']))).toEqual([
      'fix HostGuardianFeatureMissing: checkFeature installFeature',
      'restart HostGuardianFeatureMissing: guardedRestart',
      'fix HostGuardianFeatureMissing: readHgsServer setHgsUrls',
      'diagnose : diagnose',
      'fix BitLocker: askBitLocker installBitLocker enableBitLocker',
      'restart BitLocker: restartAfterBitLocker',
      'resume : resumeNode',
    ]);
    expect(sequenceOf(['HostGuardianFeatureMissing', 'BitLocker']).twice).toBe('featureMissing');
    expect(told(sequenceOf(['NotConfigured', 'HostGuardianFeatureMissing']))).toEqual([
      'fix HostGuardianFeatureMissing: checkFeature installFeature',
      'restart HostGuardianFeatureMissing: guardedRestart',
      'fix HostGuardianFeatureMissing: readHgsServer setHgsUrls',
      'diagnose : diagnose',
      'fix NotConfigured: readHgsServer setHgsUrls attestNow',
      'resume : resumeNode',
    ]);
    expect(sequenceOf(['NotConfigured', 'HostGuardianFeatureMissing']).twice).toBeNull();
  });

  it('turns on the IOMMU at that restart, since a third would be one too many', () => {
    const sequence = sequenceOf(['hostGuardianFeature', 'SecureBoot', 'Iommu'], false);
    expect(told(sequence)).toEqual([
      'fix hostGuardianFeature: checkFeature installFeature',
      'restart hostGuardianFeature+Iommu: suspendBitLocker turnOnIommu guardedRestart',
      'diagnose : diagnose',
      'fix SecureBoot: ',
      'fix Iommu: requireDma',
      'restart SecureBoot+Iommu: suspendBitLocker turnOnSecureBoot guardedRestart',
      'resume : resumeNode',
    ]);
    expect(sequence.twice).toBe('featureMissing');
  });
});

it('has parts that each have a key of their own', () => {
  fc.assert(
    fc.property(fc.subarray([...KNOWN_CHECKS, ...PREREQUISITES]), fc.constantFrom(...SEEN), (keys, seen) => {
      const known = sequenceOf(inRepairOrder(keys), seen).parts.map(keyOfPart);
      expect(new Set(known).size).toBe(known.length);
    }),
    { examples: [[['Iommu'], null]] },
  );
});
