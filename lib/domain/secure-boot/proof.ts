import type { BootGroup } from './groups';

/** How many hosts HGS accepts with all steps done, by fabric and class. */
export type Proofs = ReadonlyMap<string, number>;

const keyOf = ({ fabric, bootClass }: Pick<BootGroup, 'fabric' | 'bootClass'>) =>
  JSON.stringify([fabric, bootClass]);

/** An unknown class equals no other and proves nothing about other hosts. */
const isClassKnown = ({ model, firmwareVersion, osVersion }: BootGroup) =>
  model !== null && firmwareVersion !== null && osVersion !== null;

/** Accepted, done, and started since: HGS has the baseline of that class's last boot state. */
const isProof = (group: BootGroup) =>
  group.isAble && group.isMeasured && group.stage === 'done' && !group.isChanging && isClassKnown(group);

export function proofsOf(groups: readonly BootGroup[]): Proofs {
  const proofs = new Map<string, number>();
  for (const group of groups)
    if (isProof(group)) proofs.set(keyOf(group), (proofs.get(keyOf(group)) ?? 0) + group.hosts);
  return proofs;
}

export const provenBy = (proofs: Proofs, group: BootGroup): number => proofs.get(keyOf(group)) ?? 0;

/** It passes, its next start measures another boot state, and no host shows that HGS knows that state. */
export const wouldFall = (proofs: Proofs, group: BootGroup): boolean =>
  group.isChanging && provenBy(proofs, group) === 0;
