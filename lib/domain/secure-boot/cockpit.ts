import { type BaselineRow, baselineRows, isMissing } from './baseline-rows';
import { type ClassRow, classRows } from './class-rows';
import { type ClusterRow, clusterRows } from './cluster-rows';
import { anyOf, type BootGroup, countOf, type Figure, only } from './groups';
import { proofsOf, wouldFall } from './proof';
import { BOOT_STAGES, type BootStage } from './stage';

export type Cockpit = {
  total: Figure;
  /** The hosts at each stage; together these are all hosts. */
  stages: (Figure & { stage: BootStage })[];
  /** How many would be refused after a restart now. */
  falling: { hosts: number; vms: number };
  /** Hosts that are not attested by TPM: their start is not judged, so it cannot make them fail. */
  unjudged: Figure;
  classes: ClassRow[];
  baselines: BaselineRow[];
  missingBaselines: number;
  clusters: ClusterRow[];
};

/** Everything that the cockpit shows, from one count of the fleet. */
export function cockpitOf(groups: readonly BootGroup[]): Cockpit {
  const proofs = proofsOf(groups);
  const baselines = baselineRows(groups, proofs);
  return {
    total: { ...countOf(groups), filter: {} },
    stages: BOOT_STAGES.map((stage) => ({
      stage,
      ...countOf(groups.filter((group) => group.stage === stage)),
      filter: { boot: only(stage) },
    })),
    falling: countOf(groups.filter((group) => wouldFall(proofs, group))),
    unjudged: {
      ...countOf(groups.filter(({ isMeasured }) => !isMeasured)),
      filter: { mode: anyOf(['HostKey', 'ActiveDirectory'] as const) },
    },
    classes: classRows(groups, proofs),
    baselines,
    missingBaselines: baselines.filter(isMissing).length,
    clusters: clusterRows(groups, proofs),
  };
}
