import type { Reach } from '@/components/settings/operators/reach-fields';
import { mayDo } from '@/lib/domain/permissions';

/** What a change takes away that a person has to know before making it. */
export type EditEffect = {
  /** Fabrics that are no longer seen: names, `others` for all but the ones that stay, or null. */
  lost: readonly string[] | 'others' | null;
  /** Tokens that they made could not be made by them any more. */
  endsTokens: boolean;
  isChanged: boolean;
};

const same = (one: Reach['fabrics'], other: Reach['fabrics']) =>
  one === null || other === null ? one === other : [...one].sort().join() === [...other].sort().join();

function lostFabrics(before: Reach['fabrics'], after: Reach['fabrics']): EditEffect['lost'] {
  if (after === null) return null;
  if (before === null) return 'others';
  const lost = before.filter((name) => !after.includes(name));
  return lost.length === 0 ? null : lost;
}

export function editEffect(before: Reach, after: Reach): EditEffect {
  const lost = lostFabrics(before.fabrics, after.fabrics);
  const makes = (reach: Reach) => mayDo(reach.role, 'enrollment.manage');
  return {
    lost,
    endsTokens: makes(before) && (!makes(after) || lost !== null),
    isChanged: before.role !== after.role || !same(before.fabrics, after.fabrics),
  };
}
