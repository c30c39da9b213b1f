import { describe, expect, test } from 'vitest';
import {
  ATTESTATION_STATUSES,
  CHECKS,
  compareChecks,
  DOCUMENTED_CHECKS,
  isDocumentedCheck,
  isState,
  KNOWN_CHECKS,
  STATES,
  STATUS_BY_CODE,
  STATUS_CODES,
} from '@/lib/domain/vocabulary';

describe('vocabulary', () => {
  test('has eight statuses, nine states with Silent last, and fourteen documented checks', () => {
    expect(ATTESTATION_STATUSES).toHaveLength(8);
    expect(STATES).toHaveLength(9);
    expect(STATES.at(-1)).toBe('Silent');
    expect(new Set(DOCUMENTED_CHECKS).size).toBe(14);
    expect(new Set(KNOWN_CHECKS).size).toBe(19);
  });

  test('maps each status to its own code and back', () => {
    for (const status of ATTESTATION_STATUSES) expect(STATUS_BY_CODE.get(STATUS_CODES[status])).toBe(status);
    expect(STATUS_BY_CODE.size).toBe(8);
    expect(STATUS_CODES.InsecureHostConfiguration).toBe(303);
  });

  test('gives each known check one bit of its own', () => {
    const masks = KNOWN_CHECKS.map((check) => CHECKS[check].mask);
    expect(masks.reduce((all, mask) => all | mask, 0n)).toBe(0x7ffffn);
    expect(masks.every((mask) => (mask & (mask - 1n)) === 0n)).toBe(true);
    // The wire example of the protocol: SecureBootSettings and BitLocker.
    expect(CHECKS.SecureBootSettings.mask | CHECKS.BitLocker.mask).toBe(1536n);
  });

  test('sorts known checks by vocabulary and others after them', () => {
    expect(['Zeta', 'BitLocker', 'Alpha', 'DebugMode', 'SecureBoot'].sort(compareChecks)).toEqual([
      'SecureBoot',
      'BitLocker',
      'DebugMode',
      'Alpha',
      'Zeta',
    ]);
  });

  test('guards tell words apart exactly', () => {
    expect(isState('Silent')).toBe(true);
    expect(isState('silent')).toBe(false);
    expect(isDocumentedCheck('DebugMode')).toBe(false);
    expect(isDocumentedCheck(undefined)).toBe(false);
  });
});
