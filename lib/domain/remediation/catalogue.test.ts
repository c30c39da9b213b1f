import { describe, expect, it } from 'vitest';
import { CATALOGUE, remediationFor, remediationOfRisk } from '@/lib/domain/remediation/catalogue';
import { STEPS } from '@/lib/domain/remediation/steps';
import type { RemediationStep } from '@/lib/domain/remediation/types';
import { RISKS } from '@/lib/domain/risk';
import {
  ATTESTATION_MODES,
  ATTESTATION_STATUSES,
  KNOWN_CHECKS,
  PREREQUISITES,
  SPECIAL_CAUSES,
} from '@/lib/domain/vocabulary';

const OF_RISKS = [
  'fallbackInUse',
  'hostGuardianRestartPending',
  'secureBootUpdatePending',
  'secureBootWaitsForKek',
  'secureBootFirmware',
  'secureBootRestartPending',
];
const KEYS = [...ATTESTATION_STATUSES, ...KNOWN_CHECKS, ...SPECIAL_CAUSES, ...PREREQUISITES, ...OF_RISKS];

const allSteps: readonly RemediationStep[] = Object.values(STEPS);
const commandsOf = (entry: { steps: readonly { command?: string }[]; verify: { command: string } }) => [
  ...entry.steps.flatMap(({ command }) => command ?? []),
  entry.verify.command,
];

describe('the catalogue', () => {
  it.each(ATTESTATION_MODES)('has one fix for every word of the vocabulary in mode %s', (mode) => {
    for (const key of KEYS) {
      const matching = CATALOGUE.filter(
        (entry) => entry.key === key && (entry.modes?.includes(mode) ?? true),
      );
      expect(matching, key).toHaveLength(1);
      expect(remediationFor(key, mode)).toBe(matching[0]);
    }
    expect(remediationFor('Quantum', mode)).toBeNull();
    for (const risk of RISKS) expect(remediationOfRisk(risk, mode), risk).not.toBeNull();
  });

  it('holds nothing but words of the vocabulary, and each text once', () => {
    expect(CATALOGUE.filter(({ key }) => !KEYS.includes(key))).toEqual([]);
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
  });

  it('branches on the attestation mode where HGS trusts different things', () => {
    const commands = ATTESTATION_MODES.map((mode) => {
      const entry = remediationFor('UnauthorizedHost', mode);
      return entry ? commandsOf(entry).join('\n') : '';
    });
    const [tpm, hostKey, activeDirectory] = commands;
    expect(tpm).toContain('Add-HgsAttestationTpmHost');
    expect(hostKey).toContain('Add-HgsAttestationHostKey');
    expect(activeDirectory).toContain('Add-ADGroupMember');
  });
});

describe('the rules that keep a repair from causing the outage', () => {
  const entries = CATALOGUE.map((entry) => [entry.id, entry] as const);

  it.each(entries)('%s: no step loosens a policy of HGS', (_id, entry) => {
    for (const command of commandsOf(entry))
      expect(command).not.toMatch(/(Disable|Remove)-HgsAttestation|Set-HgsServer|AllowKeyMaterialCaching/i);
  });

  it.each(entries)('%s: HGS never reaches into a host, and installing never restarts', (_id, entry) => {
    for (const command of commandsOf(entry)) {
      expect(command).not.toMatch(/\\\\[^\\\s]+\\\w\$/);
      expect(command).not.toMatch(/Install-WindowsFeature[^\n]*-Restart/i);
      expect(command).toMatch(/^[ -~\n]*$/);
    }
    for (const step of entry.steps.filter(({ where }) => where === 'hgs'))
      expect(step.command ?? '').not.toMatch(/-ComputerName|-CimSession|Invoke-Command/);
  });

  it.each(entries)('%s: only the guarded script restarts, and the node comes back after it', (_id, entry) => {
    const restarts = entry.steps.filter(({ command }) => command?.includes('Restart-Computer'));
    for (const { command, restart } of restarts) {
      expect(restart).toBe(true);
      expect([STEPS.guardedRestart.command, STEPS.restartAfterBitLocker.command]).toContain(command);
    }
    const ids = entry.steps.map(({ id }) => id);
    if (restarts.length > 0) expect(ids.at(-1)).toBe('resumeNode');
  });

  it('registers on HGS only what a named person confirmed, by its hash', () => {
    const registering = CATALOGUE.filter(({ steps }) =>
      steps.some(({ command }) =>
        /Add-HgsAttestation(TpmPolicy|TpmHost|HostKey|CIPolicy)/.test(command ?? ''),
      ),
    );
    expect(registering.length).toBeGreaterThan(3);
    for (const { id, steps } of registering) {
      expect(
        steps.map((step) => step.id),
        id,
      ).toContain('confirmChange');
      const register = steps.find(({ where, command }) => where === 'hgs' && command?.includes('Add-HgsAtt'));
      expect(register?.command, id).toContain('Get-FileHash');
    }
  });

  it('says what the vendor does not document', () => {
    const unverified = allSteps.filter((step) => step.unverified).map(({ id }) => id);
    expect(unverified.sort()).toEqual([
      'debugOff',
      'dumpsOff',
      'encryptDumps',
      'hashDumpKey',
      'readHgsService',
      'readRawClient',
      'readTpmEvents',
      'restartAfterBitLocker',
      'testDomainTrust',
      'updateDumpKey',
    ]);
  });

  it('sets .NET’s TLS in both registry views', () => {
    const command = STEPS.useSystemTls.command;
    for (const view of ['/reg:64', '/reg:32'])
      expect(command).toContain(
        `reg add HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319 /v SystemDefaultTlsVersions /t REG_DWORD /d 1 /f ${view}`,
      );
  });
});
