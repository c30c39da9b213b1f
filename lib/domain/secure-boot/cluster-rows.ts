import type { RestartAnswer } from '@/lib/domain/restart/may-restart';
import { grouped } from '@/lib/util/grouped';
import { fallingFilter } from './class-rows';
import { anyOf, type BootGroup, byText, countOf, type Figure, only } from './groups';
import { type Proofs, wouldFall } from './proof';

export type ClusterRow = {
  fabric: string;
  cluster: string;
  /** What a restart of the cluster's able hosts would lead to. Each host is still asked separately. */
  answer: RestartAnswer;
  all: Figure;
  able: Figure;
  falling: Figure | null;
  ableAfter: number;
};

/** Clusters whose boot state HGS judges: what would fail if all hosts were restarted now, most VMs first. */
export function clusterRows(groups: readonly BootGroup[], proofs: Proofs): ClusterRow[] {
  const named = groups.flatMap((group) =>
    group.cluster === null ? [] : [{ ...group, cluster: group.cluster }],
  );
  const rows = [...grouped(named, ({ fabric, cluster }) => JSON.stringify([fabric, cluster])).values()]
    .filter((members) => members.some(({ isMeasured }) => isMeasured))
    .map((members) => rowOf(members, proofs));
  return rows.sort(byDanger);
}

function rowOf(members: readonly (BootGroup & { cluster: string })[], proofs: Proofs): ClusterRow {
  const [first] = members;
  if (first === undefined) throw new Error('A cluster has hosts');
  const able = members.filter(({ isAble }) => isAble);
  const falling = members.filter((group) => wouldFall(proofs, group));
  const lost = countOf(falling);
  const { fabric, cluster } = first;
  const classes = anyOf([...new Set(falling.map(({ bootClass }) => bootClass))].sort(byText));
  const filter = { fabric: only(fabric), cluster: only(cluster) };
  return {
    ...{ fabric, cluster },
    answer: answerOf(able, lost.hosts),
    all: { ...countOf(members), filter },
    able: { ...countOf(able), filter: { ...filter, state: only('Passed' as const) } },
    falling:
      lost.hosts === 0 ? null : { ...lost, filter: { ...filter, ...fallingFilter(falling), class: classes } },
    ableAfter: countOf(able).hosts - lost.hosts,
  };
}

/** Never yes on old or missing evidence. If no host is able, nothing vouches for the cluster. */
function answerOf(able: readonly BootGroup[], falling: number): RestartAnswer {
  if (falling > 0) return 'no';
  const isVouchedFor = able.every(
    ({ stage, isLate, isMeasured }) => !isLate && (stage !== 'notKnown' || !isMeasured),
  );
  return able.length > 0 && isVouchedFor ? 'yes' : 'unknown';
}

const RANK: Readonly<Record<RestartAnswer, number>> = { no: 0, unknown: 1, yes: 2 };

const byDanger = (a: ClusterRow, b: ClusterRow) =>
  RANK[a.answer] - RANK[b.answer] ||
  (b.falling?.vms ?? 0) - (a.falling?.vms ?? 0) ||
  (b.falling?.hosts ?? 0) - (a.falling?.hosts ?? 0) ||
  byText(a.cluster, b.cluster) ||
  byText(a.fabric, b.fabric);
