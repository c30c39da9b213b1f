import { describe, expect, it } from 'vitest';
import { explain } from '@/lib/domain/explain/explain';

describe('a text that does not agree with itself', () => {
  it('is not green where a later output says otherwise', () => {
    for (const later of ['AttestationStatus : Expired', 'IsHostGuarded : False'])
      expect(explain(`AttestationStatus : Passed\nIsHostGuarded : True\n\n${later}`).verdict).toEqual({
        kind: 'text',
        code: 'outputsDisagree',
      });
    const twice = 'AttestationStatus : Passed\n\nAttestationStatus : Passed';
    expect(explain(twice).verdict.code).toBe('passed');
  });

  it('is told as such, and sends nobody to a snapshot that does not exist', () => {
    const { verdict, remediation } = explain('AttestationStatus : Passed\nIsHostGuarded : False');
    expect(verdict).toEqual({ kind: 'text', code: 'contradictory' });
    expect(remediation.map(({ key }) => key)).toEqual(['ContradictoryEvidence']);
  });
});
