import type { HostFilter } from '@/lib/domain/host-filter';
import { grouped } from '@/lib/util/grouped';
import type { BootClass } from './class';
import { anyOf, type BootGroup, byText, clustersOf, countOf, type Figure, only } from './groups';
import { type Proofs, provenBy, wouldFall } from './proof';
import type { BootStage } from './stage';

/** Why a baseline is listed, in the order of urgency. */
export const BASELINE_NEEDS = ['refused', 'beforeRestart', 'beforeStart', 'registered'] as const;
export type BaselineNeed = (typeof BASELINE_NEEDS)[number];

export type BaselineRow = BootClass & {
  fabric: string;
  need: BaselineNeed;
  /** The boot state that HGS has to know; null if it cannot be predicted. */
  stage: BootStage | null;
  /** The hosts that need the baseline. */
  covers: Figure;
  clusters: string[];
  clusterCount: number;
  /** How many hosts of the class HGS accepts with all steps done. */
  provenBy: number;
};

const NEXT: Readonly<Partial<Record<BootStage, BootStage>>> = {
  notStarted: 'db',
  db: 'kek',
  kek: 'bootManager',
  bootManager: 'done',
  done: 'done',
};

/** The modes in which HGS judges how a host was started. */
export const MEASURED_MODES = anyOf(['Tpm', 'Unknown'] as const);
const MAY_GO_ON = ['notStarted', 'db', 'kek', 'bootManager'] as const;
const isGoingOn = (stage: BootStage) => MAY_GO_ON.some((going) => going === stage);

function needOf(group: BootGroup, proofs: Proofs): BaselineNeed | null {
  if (group.isRefused) return 'refused';
  if (wouldFall(proofs, group)) return 'beforeRestart';
  if (!group.isAble || !group.isMeasured) return null;
  if (provenBy(proofs, group) > 0) return isGoingOn(group.stage) ? 'registered' : null;
  return group.stage === 'notStarted' ? 'beforeStart' : null;
}

function filterOf(need: BaselineNeed, stage: BootStage): HostFilter {
  if (need === 'refused') return { boot: only(stage), check: only('SecureBootSettings') };
  if (need === 'beforeRestart') return { boot: only(stage), risk: only('secureBootRestartPending') };
  const passing = { state: only('Passed' as const), mode: MEASURED_MODES };
  if (need === 'registered') return { ...passing, boot: anyOf(MAY_GO_ON) };
  const isStill = { include: [], exclude: ['secureBootRestartPending' as const] };
  return { ...passing, boot: only(stage), risk: isStill };
}

const stageFor = (need: BaselineNeed, stage: BootStage): BootStage | null => {
  if (need === 'registered') return 'done';
  return need === 'refused' ? stage : (NEXT[stage] ?? null);
};

/**
 * The baselines that have to exist before the next hosts continue, and those that do. Baselines whose hosts
 * HGS refuses now, or would refuse after a restart, come first, by affected VMs.
 */
export function baselineRows(groups: readonly BootGroup[], proofs: Proofs): BaselineRow[] {
  const needing = groups.flatMap((group) => {
    const need = needOf(group, proofs);
    return need === null ? [] : [{ group, need, ofStage: need === 'registered' ? null : group.stage }];
  });
  const keyed = grouped(needing, ({ group, need, ofStage }) =>
    JSON.stringify([group.fabric, group.bootClass, need, ofStage]),
  );
  return [...keyed.values()]
    .flatMap((members) => {
      const [first] = members;
      return first === undefined
        ? []
        : [
            rowOf(
              first.need,
              members.map(({ group }) => group),
              proofs,
            ),
          ];
    })
    .sort(byNeed);
}

function rowOf(need: BaselineNeed, members: readonly BootGroup[], proofs: Proofs): BaselineRow {
  const [first] = members;
  if (first === undefined) throw new Error('A baseline is for hosts');
  const { fabric, bootClass, model, firmwareVersion, osVersion, stage } = first;
  const filter = { fabric: only(fabric), class: only(bootClass), ...filterOf(need, stage) };
  return {
    ...{ fabric, need, model, firmwareVersion, osVersion },
    stage: stageFor(need, stage),
    covers: { ...countOf(members), filter },
    ...clustersOf(members),
    provenBy: provenBy(proofs, first),
  };
}

const RANK: Readonly<Record<BaselineNeed, number>> = {
  refused: 0,
  beforeRestart: 0,
  beforeStart: 1,
  registered: 2,
};

const byNeed = (a: BaselineRow, b: BaselineRow) =>
  RANK[a.need] - RANK[b.need] ||
  b.covers.vms - a.covers.vms ||
  b.covers.hosts - a.covers.hosts ||
  byText(a.fabric, b.fabric) ||
  byText(JSON.stringify(a), JSON.stringify(b));

export const isMissing = ({ need }: BaselineRow): boolean => need !== 'registered';
