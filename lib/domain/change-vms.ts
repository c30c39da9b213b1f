import { JUDGEMENT_KINDS } from '@/lib/domain/change-filter';
import { isAble } from '@/lib/domain/judge';
import { isState } from '@/lib/domain/vocabulary';

/** What a change means for the shielded VMs that the host held then. */
export const VM_EFFECTS = ['blocked', 'unverified', 'freed', 'verified'] as const;
export type VmEffect = (typeof VM_EFFECTS)[number];

/** Null for a change that says nothing of whether shielded VMs can run. */
export function vmEffectOf({ kind, to }: { kind: string; to: string | null }): VmEffect | null {
  if (kind === 'silent') return 'unverified';
  if (![...JUDGEMENT_KINDS, 'back'].includes(kind) || !isState(to)) return null;
  if (!isAble(to)) return 'blocked';
  // Nobody knew what the VMs of a host that is back did meanwhile.
  return kind === 'back' ? 'verified' : 'freed';
}
