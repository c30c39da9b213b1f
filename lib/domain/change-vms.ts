import { factsOf } from '@/lib/domain/change-kinds';
import { isAble } from '@/lib/domain/judge';
import { isState } from '@/lib/domain/vocabulary';

/** What a change means for the shielded VMs that the host held at that time. */
export const VM_EFFECTS = ['blocked', 'unverified', 'freed', 'verified'] as const;
export type VmEffect = (typeof VM_EFFECTS)[number];

/** Null for a change after which shielded VMs can run exactly as before: after an improvement they still cannot. */
export function vmEffectOf({ kind, to }: { kind: string; to: string | null }): VmEffect | null {
  const { vms } = factsOf(kind);
  if (vms === undefined) return null;
  if (vms === 'unverified') return vms;
  if (!isState(to)) return null;
  return isAble(to) ? vms : 'blocked';
}
