import type { Repair } from '@/lib/contracts/catalogue';
import { renderStep } from '@/lib/domain/remediation/render';
import { repairOf } from '@/lib/domain/remediation/repair-of-entries';
import type { RemediationEntry, RemediationText } from '@/lib/domain/remediation/types';

/** The repair steps of these entries, in the language of `text`. */
export function renderRepair(
  entries: readonly RemediationEntry[],
  seesIommu: boolean | null,
  text: RemediationText,
): Repair {
  const { parts, restarts, twice } = repairOf(entries, seesIommu);
  const placeOf = (id: string | undefined) => entries.findIndex((entry) => entry.id === id);
  return {
    parts: parts.map(({ part, keys, steps }) => ({
      part,
      keys: keys.flatMap((id) => entries[placeOf(id)]?.key ?? []),
      ...(part === 'fix' ? { entry: placeOf(keys[0]) } : {}),
      steps: steps.map((step) => renderStep(step, text)),
    })),
    restarts,
    twice,
    why: twice === null ? null : text(`once.${twice}`),
  };
}
