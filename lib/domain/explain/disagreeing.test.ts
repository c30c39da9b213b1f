import { describe, expect, it } from 'vitest';
import { explainText } from '@/lib/domain/explain/explain';

describe('a text that does not agree with itself', () => {
  it('is not green where a later output says otherwise', () => {
    for (const later of ['AttestationStatus : Expired', 'IsHostGuarded : False'])
      expect(explainText(`AttestationStatus : Passed\nIsHostGuarded : True\n\n${later}`).verdict).toEqual({
        kind: 'text',
        code: 'outputsDisagree',
      });
    const twice = 'AttestationStatus : Passed\n\nAttestationStatus : Passed';
    expect(explainText(twice).verdict.code).toBe('passed');
  });

  it('is told as such, and sends nobody to a snapshot that does not exist', () => {
    const { verdict, remediation } = explainText('AttestationStatus : Passed\nIsHostGuarded : False');
    expect(verdict).toEqual({ kind: 'text', code: 'contradictory' });
    expect(remediation.map(({ key }) => key)).toEqual(['ContradictoryEvidence']);
  });
});
