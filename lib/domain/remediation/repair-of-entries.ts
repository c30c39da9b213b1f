import { compareRepair } from '@/lib/domain/repair-order';
import { type RepairSequence, repairSequence } from './repair-sequence';
import type { EntryKind, RemediationEntry, RemediationStep } from './types';

const RANK: Readonly<Record<EntryKind, number>> = { status: 0, cause: 0, check: 1, prerequisite: 2 };
/** Its TPM baseline is of what the firmware and Windows are in the end. */
const LAST = 'SecureBootSettings';

const rankOf = ({ key, kind }: RemediationEntry): number => (key === LAST ? 3 : RANK[kind]);

/** What lets HGS judge at all comes first, then the checks in the order of their repair, then what the host needs besides. */
const compareEntries = (a: RemediationEntry, b: RemediationEntry): number =>
  rankOf(a) - rankOf(b) || (a.kind === 'check' ? compareRepair(a.key, b.key) : 0);

/** Entries of the catalogue as one sequence, whose keys are their ids. */
export const repairOf = (
  entries: readonly RemediationEntry[],
  seesIommu: boolean | null,
): RepairSequence<RemediationStep> =>
  repairSequence(
    entries.toSorted(compareEntries).map(({ id, steps }) => ({ key: id, steps })),
    seesIommu,
  );
