import { compareRepair } from '@/lib/domain/repair-order';
import { type RepairSequence, repairSequence } from './repair-sequence';
import type { RemediationEntry, RemediationStep } from './types';

/** Entries of the catalogue as one sequence, with their ids as keys. */
export const repairOf = (
  entries: readonly RemediationEntry[],
  seesIommu: boolean | null,
): RepairSequence<RemediationStep> =>
  repairSequence(
    entries.toSorted((a, b) => compareRepair(a.key, b.key)).map(({ id, steps }) => ({ key: id, steps })),
    seesIommu,
  );
