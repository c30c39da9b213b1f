import { describe, expect, it } from 'vitest';
import { readFacts } from './facts';
import { readHgsClient } from './read-hgs-client';
import { riskFlags } from './risk';

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
    expect(flags(https, { secureBoot: ok({ uefiCa2023Status: 'InProgress' }) })).toEqual([
      'secureBootUpdatePending',
    ]);
    expect(flags(https, { secureBoot: ok({ uefiCa2023Status: 'Updated' }) })).toEqual([]);
    expect(flags({ ...https, isFallbackInUse: true }, {})).toEqual(['fallbackInUse']);
  });

  it('takes nothing that is not known for a risk', () => {
    expect(flags(https, {})).toEqual([]);
    expect(flags(https, { hostGuardianFeature: { status: 'failed', reason: 'denied' } })).toEqual([]);
  });
});
