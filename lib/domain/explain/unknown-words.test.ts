import { describe, expect, it } from 'vitest';
import { explain } from '@/lib/domain/explain/explain';

const keysOf = (text: string) => explain(text).remediation.map(({ key }) => key);

describe('what nobody knows', () => {
  const FULL = (status: string, checks = 'NoInformation') =>
    `IsHostGuarded : False\nMode : HostGuardianService\nAttestationOperationMode : Tpm\nAttestationStatus : ${status}\nAttestationSubstatus : ${checks}`;

  it.each(['SomethingNew', 'Something New', '999', '<script>alert(1)</script>'])(
    'is named where it is the status: %s',
    (status) => {
      const found = explain(FULL(status));
      expect(found.attestationStatus).toBeNull();
      expect(found.verdict).toEqual({ kind: 'text', code: 'unknownStatus', params: { status } });
      expect(found.remediation.map(({ key }) => key)).toEqual(['UnreadableStatus']);
      expect(found.understood).toContainEqual({ field: 'AttestationStatus', value: status });
    },
  );

  it('is visibly shortened where it is long', () => {
    const { verdict } = explain(`AttestationStatus : ${'x'.repeat(400)}`);
    expect(verdict.kind === 'text' && verdict.params?.status).toBe(`${'x'.repeat(300)}…`);
  });

  it.each([
    ['SomethingNew', 'Quantum', 'UnreadableStatus'],
    ['SomethingNew', 'BitLocker', 'BitLocker'],
    ['TransientError', 'Quantum', 'TransientError'],
    ['TpmError', 'Quantum', 'TpmError'],
  ])('leads from %s with %s to no more than that supports', (status, checks, key) => {
    expect(keysOf(FULL(status, checks))).toEqual([key]);
  });

  it('is whole where it is a check', () => {
    const hostile = '<script>alert(1)</script>';
    expect(explain(FULL('InsecureHostConfiguration', hostile)).failingChecks).toEqual([hostile]);
    expect(explain(`(AttestationStatus : Expired)`).attestationStatus).toBe('Expired');
  });
});

it('names the only host of a text, whatever its form', () => {
  const said = { PSComputerName: 'HV-01', AttestationStatus: 'Expired' };
  for (const text of [
    JSON.stringify(said),
    JSON.stringify([said]),
    'PSComputerName : HV-01\nAttestationStatus : Expired',
    '[HV-01]: PS C:\\> Get-HgsClientConfiguration\nAttestationStatus : Expired',
  ])
    expect(explain(text).name, text).toBe('HV-01');
  expect(explain('AttestationStatus : Expired').name).toBeNull();
  expect(explain(JSON.stringify([said, { ...said, PSComputerName: 'HV-02' }])).name).toBeNull();
});
