import { grouped } from '@/lib/util/grouped';
import type { BootClass } from './class';
import {
  anyOf,
  type BootGroup,
  byText,
  type Count,
  clustersOf,
  countOf,
  type Figure,
  fabricsOf,
  only,
} from './groups';
import { type Proofs, provenBy, wouldFall } from './proof';
import { BOOT_STAGES, type BootStage } from './stage';

export type BootCell = Figure & {
  stage: BootStage;
  /** HGS names SecureBootSettings for these now. */
  refused: Figure | null;
  /** Able, but would be refused after a restart. */
  falling: Figure | null;
  /** A baseline of the last boot state is known in all fabrics of these hosts, so that they may continue. */
  isReady: boolean;
};

export type ClassRow = BootClass & {
  total: Figure;
  cells: BootCell[];
  clusters: string[];
  clusterCount: number;
};

const MOVING: readonly BootStage[] = ['notStarted', 'db', 'kek', 'bootManager'];

/** One row for each class, largest first. Every host is in one cell. */
export function classRows(groups: readonly BootGroup[], proofs: Proofs): ClassRow[] {
  const rows = [...grouped(groups, ({ bootClass }) => bootClass)].map(([bootClass, members]) => ({
    bootClass,
    row: classRow(bootClass, members, proofs),
  }));
  const bySize = (a: Count, b: Count) => b.hosts - a.hosts || b.vms - a.vms;
  return rows
    .sort((a, b) => bySize(a.row.total, b.row.total) || byText(a.bootClass, b.bootClass))
    .map(({ row }) => row);
}

function classRow(bootClass: string, members: readonly BootGroup[], proofs: Proofs): ClassRow {
  const { model = null, firmwareVersion = null, osVersion = null } = members[0] ?? {};
  const cells = BOOT_STAGES.flatMap((stage) => {
    const inCell = members.filter((group) => group.stage === stage);
    return inCell.length === 0 ? [] : [cellOf(bootClass, stage, inCell, proofs)];
  });
  return {
    ...{ model, firmwareVersion, osVersion },
    total: { ...countOf(members), filter: { class: only(bootClass) } },
    cells,
    ...clustersOf(members),
  };
}

function cellOf(
  bootClass: string,
  stage: BootStage,
  members: readonly BootGroup[],
  proofs: Proofs,
): BootCell {
  const filter = { class: only(bootClass), boot: only(stage) };
  const refused = members.filter(({ isRefused }) => isRefused);
  const falling = members.filter((group) => wouldFall(proofs, group));
  const going = members.filter(({ isAble, isMeasured }) => isAble && isMeasured);
  return {
    stage,
    ...countOf(members),
    filter,
    refused:
      refused.length === 0
        ? null
        : { ...countOf(refused), filter: { ...filter, check: only('SecureBootSettings') } },
    falling:
      falling.length === 0 ? null : { ...countOf(falling), filter: { ...filter, ...fallingFilter(falling) } },
    isReady:
      MOVING.includes(stage) && going.length > 0 && going.every((group) => provenBy(proofs, group) > 0),
  };
}

/** Only hosts that pass have risks. Fabrics in which the class is proven are left out. */
export const fallingFilter = (falling: readonly BootGroup[]) => ({
  fabric: anyOf(fabricsOf(falling)),
  risk: only('secureBootRestartPending' as const),
});
