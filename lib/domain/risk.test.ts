import { describe, expect, it } from 'vitest';
import { readFacts } from './facts';
import { isAwaitingSecureBoot } from './next-to-fail';
import { readHgsClient } from './read-hgs-client';
import { RISKS, riskFlags, risksOf } from './risk';
import { riskRows } from './risk-evidence';
import { STATES } from './vocabulary';

const https = {
  mode: 'HostGuardianService',
  attestationServerUrl: 'https://hgs/Attestation',
  keyProtectionServerUrl: 'https://hgs/KeyProtection',
  attestationStatus: 'Passed',
};
const ok = (value: object) => ({ status: 'ok', value });
const flags = (client: object, facts: object) => riskFlags(readHgsClient(client), readFacts(facts));

describe('riskFlags', () => {
  it('names what the host itself said', () => {
    expect(flags(https, { tls: ok({ tls10ClientEnabled: 0 }) })).toEqual(['modernTls']);
    expect(flags(https, { hostGuardianFeature: ok({ installState: 'InstallPending' }) })).toEqual([
      'hostGuardianRestartPending',
    ]);
    for (const installState of ['Removed', 'UninstallPending', 'DisablePending']) {
      const removed = { installState, restartNeeded: true };
      expect(flags(https, { hostGuardianFeature: ok(removed) })).toEqual(['hostGuardianFeatureMissing']);
    }
    expect(flags({ ...https, isFallbackInUse: true }, {})).toEqual(['fallbackInUse']);
  });

  it('takes nothing that is not known for a risk', () => {
    expect(flags(https, {})).toEqual([]);
    expect(flags(https, { hostGuardianFeature: { status: 'failed', reason: 'denied' } })).toEqual([]);
  });
});

describe('the risks of Secure Boot', () => {
  const tpm = { ...https, attestationOperationMode: 'Tpm' };
  const seen = (secureBoot: object, latest: number[] = []) => ({
    secureBoot: ok({ uefi: true, ...secureBoot }),
    secureBootEvents: ok({ latest, changedAt: null, events: [] }),
  });

  it.each<[string, object, string[]]>([
    ['all of it done', seen({ uefiCa2023Status: 'Updated' }), []],
    ['not started', seen({ uefiCa2023Status: 'NotStarted' }), ['secureBootUpdatePending']],
    [
      'under way',
      seen({ uefiCa2023Status: 'InProgress' }),
      ['secureBootUpdatePending', 'secureBootRestartPending'],
    ],
    ['no status', seen({}), ['secureBootUpdatePending']],
    ['no status and the new CA in the DB alone', seen({ uefiCa2023Capable: 1 }), ['secureBootUpdatePending']],
    ['no status, but the new boot manager', seen({ uefiCa2023Capable: 2 }), []],
    ['no KEK of the vendor', seen({ updateAvailable: 0x4004 }, [1803]), ['secureBootWaitsForKek']],
    ['the firmware refused', seen({ uefiCa2023Status: 'InProgress' }, [1795]), ['secureBootFirmware']],
    ['no UEFI', seen({ uefi: false }), []],
    ['not readable', { secureBoot: { status: 'failed', reason: 'denied' } }, ['secureBootUpdatePending']],
    ['nothing said of it', {}, []],
  ])('%s', (_name, facts, told) => {
    expect(flags(tpm, facts)).toEqual(told);
    // Fabric adds up the hosts of these.
    expect(told.filter(isAwaitingSecureBoot).length).toBeLessThanOrEqual(1);
  });

  it('have nothing to do with a restart where HGS does not judge how a host was started', () => {
    const facts = seen({ uefiCa2023Status: 'InProgress' });
    expect(flags({ ...https, attestationOperationMode: 'HostKey' }, facts)).toEqual([
      'secureBootUpdatePending',
    ]);
  });
});

describe('risksOf', () => {
  const seen = { flags: ['fallbackInUse'] as const, clockOffsetSeconds: -372 };

  it('names what the host said and what its clock shows, of a host that passes alone', () => {
    for (const state of STATES)
      expect(risksOf({ state, ...seen })).toEqual(state === 'Passed' ? ['fallbackInUse', 'clockInSync'] : []);
  });

  it('takes a clock that was not measured, or is within 300 s, for none', () => {
    for (const clockOffsetSeconds of [null, 0, 300, -300])
      expect(risksOf({ state: 'Passed', flags: [], clockOffsetSeconds })).toEqual([]);
  });
});

describe('riskRows', () => {
  it('shows of each risk what is seen, and that it does not agree', () => {
    const client = {
      ...https,
      isFallbackInUse: true,
      fallbackAttestationServerUrl: ['https://hgs-dr/Attestation'],
    };
    const facts = {
      tls: ok({ tls10ClientEnabled: 0, systemDefaultTlsVersions64: 0 }),
      hostGuardianFeature: ok({ installState: 'Removed' }),
      secureBoot: ok({ uefiCa2023Status: 'InProgress', error: '0x80070002' }),
    };
    const rows = riskRows(RISKS, {
      hgsClient: readHgsClient(client),
      facts: readFacts(facts),
      clockOffsetSeconds: -372,
      snapshot: null,
    });
    expect(rows.map(({ risk }) => risk)).toEqual(RISKS);
    const seen = rows.flatMap(({ evidence }) => evidence.map((line) => `${line.label} = ${line.seen}`));
    for (const part of ['HostGuardian = Removed', 'IsFallbackInUse = True', 'UEFICA2023Status = InProgress'])
      expect(seen).toContain(part);
    expect(seen).toContain('FallbackAttestationServerUrl = https://hgs-dr/Attestation');
    expect(seen).toContain('clockOffsetSeconds = -372');
  });
});
