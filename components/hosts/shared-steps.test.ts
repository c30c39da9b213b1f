import { describe, expect, it } from 'vitest';
import { sharedSteps } from '@/components/hosts/shared-steps';
import { inRepairOrder } from '@/lib/domain/repair-order';

const shared = (...checks: string[]) => sharedSteps(inRepairOrder(checks), 'Tpm');

describe('steps that failing checks share', () => {
  it('are one diagnosis, one restart after the last check that needs it, and one return of the node', () => {
    expect(shared('SecureBootSettings', 'PagefileEncryption', 'BitLocker')).toEqual({
      diagnose: 'diagnose',
      restart: {
        id: 'restartAfterBitLocker',
        after: 'PagefileEncryption',
        serves: ['BitLocker', 'PagefileEncryption'],
      },
      resume: 'resumeNode',
      ids: ['diagnose', 'restartAfterBitLocker', 'guardedRestart', 'resumeNode'],
    });
    expect(shared('PagefileEncryption', 'HibernationEnabled')?.restart?.id).toBe('guardedRestart');
  });

  it('are none of one check, or beside one that nobody knows', () => {
    expect(shared('BitLocker')).toBeNull();
    expect(shared('BitLocker', 'Quantum')).toBeNull();
  });

  it('leave each check its restart where BitLocker is suspended for it', () => {
    expect(shared('Iommu', 'PagefileEncryption')).toEqual({
      diagnose: 'diagnose',
      restart: null,
      resume: null,
      ids: ['diagnose'],
    });
  });
});
