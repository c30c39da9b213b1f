import { describe, expect, it } from 'vitest';
import { sharedSteps } from '@/components/hosts/shared-steps';
import { remediationFor } from '@/lib/domain/remediation/catalogue';
import { inRepairOrder } from '@/lib/domain/repair-order';

const stepsOf = (check: string) => remediationFor(check, 'Tpm')?.steps.map(({ id }) => ({ id })) ?? null;
const shared = (...checks: string[]) => sharedSteps(inRepairOrder(checks), stepsOf);

describe('steps that failing checks share', () => {
  it('are one diagnosis, one restart after the last check that needs it, and one return of the node', () => {
    expect(shared('SecureBootSettings', 'PagefileEncryption', 'BitLocker')).toEqual({
      diagnose: { id: 'diagnose' },
      restart: {
        step: { id: 'restartAfterBitLocker' },
        after: 'PagefileEncryption',
        serves: ['BitLocker', 'PagefileEncryption'],
      },
      resume: { id: 'resumeNode' },
      ids: ['diagnose', 'restartAfterBitLocker', 'guardedRestart', 'resumeNode'],
    });
    expect(shared('PagefileEncryption', 'HibernationEnabled')?.restart?.step.id).toBe('guardedRestart');
  });

  it('are none of one check, or beside one that nobody knows', () => {
    expect(shared('BitLocker')).toBeNull();
    expect(shared('BitLocker', 'Quantum')).toBeNull();
  });

  it('leave each check its restart where BitLocker is suspended for it', () => {
    expect(shared('Iommu', 'PagefileEncryption')).toEqual({
      diagnose: { id: 'diagnose' },
      restart: null,
      resume: null,
      ids: ['diagnose'],
    });
  });
});
