import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '@/lib/domain/remediation/catalogue';
import { restartsHost } from '@/lib/domain/remediation/cut-at-restart';
import { RESTART_PENDING } from '@/lib/domain/remediation/key-of-risk';
import { repairOf } from '@/lib/domain/remediation/repair-of-entries';
import type { RemediationEntry } from '@/lib/domain/remediation/types';
import { ATTESTATION_MODES } from '@/lib/domain/vocabulary';

const canMeet = (...entries: RemediationEntry[]) =>
  ATTESTATION_MODES.some((mode) => entries.every(({ modes }) => modes?.includes(mode) ?? true));

const REPAIRS = CATALOGUE.flatMap((a, at) =>
  CATALOGUE.slice(at + 1)
    .filter((b) => a.key !== b.key && canMeet(a, b))
    .flatMap((b) =>
      ([true, false, null] as const).map((seesIommu) => ({
        name: `${a.id} ${b.id} ${seesIommu}`,
        // The order of the catalogue is none of repair.
        entries: [b, a],
        sequence: repairOf([b, a], seesIommu),
      })),
    ),
).map((repair) => ({ ...repair, steps: repair.sequence.parts.flatMap(({ steps }) => steps) }));

const idsOf = (steps: readonly { id: string }[]) => steps.map(({ id }) => id);

describe('the repair of any two entries of the catalogue', () => {
  it('has one diagnosis, one return of the node, and one restart, or says why there are two', () => {
    for (const { name, steps, sequence } of REPAIRS) {
      const count = (id: string) => idsOf(steps).filter((other) => other === id).length;
      expect(count('diagnose'), name).toBeLessThanOrEqual(1);
      expect(count('resumeNode'), name).toBeLessThanOrEqual(1);
      expect(sequence.restarts, name).toBe(steps.filter(restartsHost).length);
      expect(sequence.restarts, name).toBeLessThanOrEqual(2);
      expect(sequence.twice !== null, name).toBe(sequence.restarts === 2);
    }
  });

  it('suspends BitLocker before all that an entry changes only then', () => {
    for (const { name, entries, steps } of REPAIRS) {
      const ids = idsOf(steps);
      for (const entry of entries) {
        const own = idsOf(entry.steps.filter((step) => !restartsHost(step)));
        const at = own.indexOf('suspendBitLocker');
        for (const id of at === -1 ? [] : own.slice(at + 1))
          if (ids.includes(id))
            expect(ids.indexOf(id), `${name} ${id}`).toBeGreaterThan(ids.indexOf('suspendBitLocker'));
      }
    }
  });

  it('restarts nothing and changes nothing that is measured once the TPM baseline is captured', () => {
    for (const { name, steps } of REPAIRS) {
      const at = idsOf(steps).indexOf('captureBaseline');
      expect(at === -1 ? [] : idsOf(steps.slice(at).filter(({ restart }) => restart)), name).toEqual([]);
    }
  });

  it('installs a missing feature before all that needs it', () => {
    for (const { name, steps } of REPAIRS.filter(({ steps: all }) => idsOf(all).includes('checkFeature'))) {
      const before = steps.slice(0, steps.findIndex(restartsHost));
      const isOfFeature = ['checkFeature', 'installFeature', 'suspendBitLocker', 'turnOnIommu'];
      expect(
        idsOf(before).filter((id) => !isOfFeature.includes(id)),
        name,
      ).toEqual([]);
    }
  });

  it('restarts twice for nothing but DMA protection', () => {
    for (const { name, sequence } of REPAIRS) {
      const [first, second] = sequence.parts.filter(({ part }) => part === 'restart');
      const both = first?.keys.filter((key) => second?.keys.includes(key)) ?? [];
      expect(both, name).toEqual(both.length === 0 ? [] : ['Iommu']);
    }
  });

  it('loses no step', () => {
    for (const { name, entries, steps } of REPAIRS) {
      const done = new Set(idsOf(steps));
      // Left out where Windows sees it, or where another restart serves BitLocker, too.
      const left = entries
        .flatMap((entry) => idsOf(entry.steps))
        .filter((id) => !done.has(id) && id !== 'turnOnIommu' && id !== 'restartAfterBitLocker')
        // A feature that only waits for its restart is not installed again.
        .filter((id) => id !== 'installFeature' || !entries.some(({ key }) => key === RESTART_PENDING));
      expect(left, name).toEqual([]);
    }
  });
});
