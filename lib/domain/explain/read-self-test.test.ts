import { describe, expect, it } from 'vitest';
import { explain } from '@/lib/domain/explain/explain';

/** As the agent prints it in a window of 100 columns. */
const WHOLE = `
IsHostGuarded                  : False
Mode                           : HostGuardianService
ModeCode                       : 2
KeyProtectionServerUrl         : http://hgs-par.fab.example/KeyProtection
AttestationServerUrl           : http://hgs-par.fab.example/Attestation
AttestationOperationMode       : Tpm
AttestationOperationModeCode   : 1
AttestationStatus              : InsecureHostConfiguration
AttestationStatusCode          : 303
AttestationSubstatus           : BitLocker
AttestationSubstatusCode       : 1024
FallbackKeyProtectionServerUrl : http://hgs-lyo.fab.example/KeyProtection
FallbackAttestationServerUrl   : http://hgs-lyo.fab.example/Attestation,
                                 http://hgs-lil.fab.example/Attestation
IsFallbackInUse                : True
HgsClientFound                 : True
HgsClientReturns               : enumerations
HgsClientError                 : 
Enrolled                       : True
hostGuardianFeature            : ok
bitLocker                      : failed: Access to the resource root/CIMV2/Security was refused. Ask th
                                 e administrator.
tpm                            : failed: tpm did not answer in time.
secureBoot                     : unavailable: Confirm-SecureBootUEFI is not on this host.
Collectors                     : {@{Name=hostGuardianFeature; Status=ok; Reason=}, @{Name=shieldedVms;
                                 Status=ok; Reason=}, @{Name=tls; Status=ok; Reason=}, @{Name=clock; St
                                 atus=ok; Reason=}…}
`;

const UNREAD = `
IsHostGuarded  :
AttestationStatus :
AttestationStatusCode :
AttestationSubstatus :
HgsClientFound : True
HgsClientError : Accès refusé.
Collectors     : {@{Name=tls; Status=ok; Reason=}...}
`;

const valuesOf = (text: string) =>
  Object.fromEntries(explain(text).understood.map(({ field, value }) => [field, value]));

describe('the self-test that prints every collector', () => {
  it('is understood where a collector hung', () => {
    const hung = 'failed: hung: tpm had not returned when this run was ended.';
    const found = explain(WHOLE.replace('failed: tpm did not answer in time.', hung));
    expect(found.ignored).toEqual([]);
    expect(found.understood).toContainEqual({ field: 'tpm', value: hung });
  });

  it('is understood whole, whatever the list lost', () => {
    const found = explain(WHOLE);
    expect(found).toMatchObject({ verdict: { code: 'insecure' }, failingChecks: ['BitLocker'], notes: [] });
    expect(found.remediation.map(({ key }) => key)).toEqual(['BitLocker', 'fallbackInUse']);
    expect(found.ignored).toEqual([]);
    expect(valuesOf(WHOLE)).toMatchObject({
      AttestationStatusCode: '303',
      AttestationSubstatusCode: '1024',
      IsFallbackInUse: 'True',
      HgsClientReturns: 'enumerations',
      bitLocker: 'failed: Access to the resource root/CIMV2/Security was refused. Ask the administrator.',
      tpm: 'failed: tpm did not answer in time.',
      secureBoot: 'unavailable: Confirm-SecureBootUEFI is not on this host.',
      tls: 'ok',
    });
    expect(found.understood.filter(({ field }) => field === 'hostGuardianFeature')).toHaveLength(1);
  });

  it('is understood with the colours that PowerShell 7 writes', () => {
    const bright = (sign: string) => WHOLE.replace(/^(\w+ +: )/gm, `${sign}[32;1m$1${sign}[0m`);
    for (const sign of ['\u001b', '\u241b']) {
      expect(explain(bright(sign))).toEqual(explain(WHOLE));
    }
  });
});

describe('a list of collectors that was cut', () => {
  it.each(['…}', '...}'])('is said to be cut at %s', (end) => {
    const cut = `HgsClientFound : True\nCollectors : {@{Name=tls; Status=ok; Reason=}, @{Name=clock; Status=ok; Reason=}${end}`;
    expect(explain(cut).notes).toEqual(['collectorsCut']);
  });

  it('is not where it is whole, or a table lists the others', () => {
    const whole = 'HgsClientFound : True\nCollectors : {@{Name=tls; Status=ok; Reason=}}';
    expect(explain(whole).notes).toEqual([]);
    const table = 'Name    Status Reason\n----    ------ ------\ncluster failed denied\n';
    expect(explain(`${whole.replace('}}', '}…}')}\n\n${table}`).notes).toEqual([]);
    expect(explain('Collectors : …}').notes).toEqual([]);
  });
});

describe('an HGS client that could not be read', () => {
  const json = {
    AttestationStatus: null,
    HgsClientFound: true,
    HgsClientError: 'Accès refusé.',
    Collectors: [],
  };
  const snapshot = { hgsClient: { attestationStatus: null, readError: 'Accès refusé.' }, facts: {} };

  it.each([
    ['as Format-List prints it', UNREAD],
    ['as JSON', JSON.stringify(json, null, 2)],
    ['as a snapshot', JSON.stringify(snapshot, null, 2)],
  ])('says why and what to do: %s', (_, text) => {
    const found = explain(text);
    expect(found.verdict).toMatchObject({ code: 'clientNotRead', params: { reason: 'Accès refusé.' } });
    expect(found.attestationStatus).toBeNull();
    expect(found.remediation.map(({ key }) => key)).toEqual(['UnreadableStatus']);
    expect(found.understood).toContainEqual({ field: 'HgsClientError', value: 'Accès refusé.' });
  });

  it('says nothing against a status, or for a feature that is missing', () => {
    expect(explain(UNREAD.replace('AttestationStatus :', '$& Expired')).verdict.code).toBe('expired');
    expect(explain(UNREAD.replace(': True', ': False')).verdict.code).toBe('featureMissing');
  });
});
