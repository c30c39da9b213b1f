import { factsOf } from '@/lib/domain/change-kinds';
import { isAble } from '@/lib/domain/judge';
import { isState } from '@/lib/domain/vocabulary';

/** What a change means for the shielded VMs that the host held then. */
export const VM_EFFECTS = ['blocked', 'unverified', 'freed', 'verified'] as const;
export type VmEffect = (typeof VM_EFFECTS)[number];

/** Null for a change that says nothing new of whether shielded VMs can run: after an improvement they still cannot. */
export function vmEffectOf({ kind, to }: { kind: string; to: string | null }): VmEffect | null {
  const { vms } = factsOf(kind);
  if (vms === undefined) return null;
  if (vms === 'unverified') return vms;
  if (!isState(to)) return null;
  return isAble(to) ? vms : 'blocked';
}
