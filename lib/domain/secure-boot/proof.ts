import type { BootGroup } from './groups';

/** How many hosts HGS accepts as they are when all of it is done, by fabric and class. */
export type Proofs = ReadonlyMap<string, number>;

const keyOf = ({ fabric, bootClass }: Pick<BootGroup, 'fabric' | 'bootClass'>) =>
  JSON.stringify([fabric, bootClass]);

/** What is not known is equal to nothing, and proves nothing of another host. */
const isClassKnown = ({ model, firmwareVersion, osVersion }: BootGroup) =>
  model !== null && firmwareVersion !== null && osVersion !== null;

/** Accepted, done, and started since: HGS has the baseline of the last boot state of that class. */
const isProof = (group: BootGroup) =>
  group.isAble && group.isMeasured && group.stage === 'done' && !group.isChanging && isClassKnown(group);

export function proofsOf(groups: readonly BootGroup[]): Proofs {
  const proofs = new Map<string, number>();
  for (const group of groups)
    if (isProof(group)) proofs.set(keyOf(group), (proofs.get(keyOf(group)) ?? 0) + group.hosts);
  return proofs;
}

export const provenBy = (proofs: Proofs, group: BootGroup): number => proofs.get(keyOf(group)) ?? 0;

/** It passes, its next start measures another boot state, and no host shows that HGS knows that one. */
export const wouldFall = (proofs: Proofs, group: BootGroup): boolean =>
  group.isChanging && provenBy(proofs, group) === 0;
