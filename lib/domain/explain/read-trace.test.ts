import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOCUMENTED_CHECKS } from '@/lib/domain/vocabulary';
import { hintsOf, readTrace } from './read-trace';

const traceOf = (...messages: string[]) =>
  readTrace([
    'Overall Result: Fail',
    '    hv-par-0309: Fail',
    '        Test Attestation: Fail',
    '            Check Attestation Status: Fail',
    ...messages.map((message) => `            >>> ${message}`),
  ]);

describe('what diagnostics point at', () => {
  it('is every check that they name', () => {
    const checks = ['SecureBootSettings', 'BitLocker', 'PagefileEncryption'];
    const trace = traceOf(
      'Attestation status: InsecureHostConfiguration',
      ...checks.map((check) => `Attestation substatus: ${check}`),
    );
    expect(hintsOf(trace)).toEqual(checks);
    expect(hintsOf(traceOf(`Attestation substatus: ${checks.join(', ')}`))).toEqual(checks);
  });

  it('is what is meant where none is named', () => {
    expect(hintsOf(traceOf('Secure Boot is not enabled.'))).toEqual(['SecureBoot']);
    expect(hintsOf(traceOf('The hypervisor-enforced code integrity policy is off.'))).toEqual([
      'HypervisorEnforcedCodeIntegrityPolicy',
    ]);
  });

  it('names each check once, whichever are named', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...DOCUMENTED_CHECKS], { minLength: 1 }), (checks) => {
        const lines = [...checks, ...checks].map((check) => `Attestation substatus: ${check}`);
        expect(hintsOf(traceOf(...lines))).toEqual(checks);
      }),
    );
  });
});
