import { describe, expect, it } from 'vitest';
import { ciPolicyOf } from './ci-policy';
import { readFacts } from './facts';

const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];

const policyOf = (...hashes: unknown[]) =>
  ciPolicyOf(
    readFacts({
      codeIntegrity: {
        status: 'ok',
        value: { policies: hashes.map((sha256) => ({ path: 'p', sha256, length: 1 })) },
      },
    }),
  );

describe('ciPolicyOf', () => {
  it('is equal for the same policies in any order, case and repetition', () => {
    expect(policyOf(B, A.toUpperCase(), B)).toBe(`${A},${B}`);
    expect(policyOf(A, B)).toBe(`${A},${B}`);
  });

  it('tells none from not known', () => {
    expect(policyOf()).toBe('');
    expect(policyOf(A, 'no hash')).toBeNull();
    expect(policyOf(A, undefined)).toBeNull();
    expect(ciPolicyOf(readFacts({ codeIntegrity: { status: 'unavailable', reason: '' } }))).toBeNull();
    expect(ciPolicyOf(readFacts({}))).toBeNull();
  });
});
