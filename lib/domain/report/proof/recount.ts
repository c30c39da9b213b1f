import { rateOf } from '@/lib/domain/compliance';
import {
  type ControlFigures,
  type ControlledHost,
  type ControlMapping,
  type Covering,
  controlsOf,
} from '@/lib/domain/report/controls';
import {
  byCluster,
  byFabric,
  type CountedHost,
  causesOfHosts,
  statesOf,
  totalsOf,
} from '@/lib/domain/report/figures';
import { type CountedPlan, totalsOfPlan } from '@/lib/domain/report/plans-of-report';
import { canonicalJson } from '@/lib/util/canonical-json';
import {
  areRepairs,
  type FailedHost,
  isCloseTo,
  isListWhole,
  type ToldFailure,
  type ToldOfFailures,
} from './recount-failures';
import type { ReportHead } from './statement';

type Seconds = { compliant: number; excepted: number; nonCompliant: number; unverified: number };
type Timed = { fabric: string; cluster: string | null; verified?: Seconds };
type Checks = { satisfied: number; failing: number; notDetermined: number; notApplicable: number };

/** The parts of a report that are summed again: its own figures, and the data behind them. */
export type Countable = ReportHead & {
  hosts: readonly (CountedHost &
    ControlledHost &
    Timed &
    FailedHost & { checks: Checks; lateEvidence?: boolean })[];
  exceptions: readonly Covering[];
  /** Missing in reports of earlier versions, also for each host. */
  evidence?: { lateHosts: number };
  /** Missing in reports of earlier versions. */
  plans?: readonly CountedPlan[];
  frameworks: readonly { touched: number; results: readonly (ControlMapping & ControlFigures)[] }[];
  /** Missing in reports of earlier versions. */
  failures?: readonly ToldFailure[];
  byFabric: unknown;
  byCluster: unknown;
  states: unknown;
  causes: unknown;
  checks: unknown;
  period:
    | null
    | ({
        seconds: Seconds;
        verifiedShare: number | null;
        byFabric: readonly (Seconds & { fabric: string; hosts: number })[];
        byCluster: readonly (Seconds & { fabric: string; cluster: string | null; hosts: number })[];
        left: readonly (Timed & FailedHost)[];
      } & ToldOfFailures);
};

export const FIGURES = [
  'totals',
  'byFabric',
  'byCluster',
  'states',
  'causes',
  'checks',
  'time',
  'timeByFabric',
  'timeByCluster',
  'failures',
  'repairs',
  'plans',
  'frameworks',
] as const;
export type Figure = (typeof FIGURES)[number];

function sumOf<K extends string>(keys: readonly K[], items: readonly Record<K, number>[]): Record<K, number> {
  const sum = (key: K) => items.reduce((total, item) => total + item[key], 0);
  return Object.fromEntries(keys.map((key) => [key, sum(key)])) as Record<K, number>;
}

const CLASSES = ['compliant', 'excepted', 'nonCompliant', 'unverified'] as const;
const OUTCOMES = ['satisfied', 'failing', 'notDetermined', 'notApplicable'] as const;

const timeOf = (hosts: readonly Timed[]) =>
  sumOf(
    CLASSES,
    hosts.flatMap(({ verified }) => verified ?? []),
  );

const isClose = (one: Seconds, other: Seconds) => CLASSES.every((key) => isCloseTo(one[key], other[key]));

function ofGroups<G extends { hosts: readonly Timed[] }>(
  groups: readonly G[],
  told: readonly (Seconds & { hosts: number })[],
  isNamed: (group: G, index: number) => boolean,
): boolean {
  return (
    groups.length === told.length &&
    groups.every((group, index) => {
      const said = told[index];
      return (
        said !== undefined &&
        isNamed(group, index) &&
        said.hosts === group.hosts.length &&
        isClose(said, timeOf(group.hosts))
      );
    })
  );
}

function holdsOfTime({
  hosts,
  period,
}: Countable): Pick<Record<Figure, boolean>, 'time' | 'timeByFabric' | 'timeByCluster'> {
  if (period === null) return { time: true, timeByFabric: true, timeByCluster: true };
  const all: Timed[] = [...hosts, ...period.left];
  const sum = timeOf(all);
  const verified = sum.compliant + sum.excepted + sum.nonCompliant;
  const share = rateOf(sum.compliant, verified);
  const fabrics = byFabric(all).map(([fabric, members]) => ({ fabric, hosts: members }));
  return {
    time:
      isClose(period.seconds, sum) &&
      (share === null) === (period.verifiedShare === null) &&
      Math.abs((share ?? 0) - (period.verifiedShare ?? 0)) < 1e-6,
    timeByFabric: ofGroups(
      fabrics,
      period.byFabric,
      ({ fabric }, index) => period.byFabric[index]?.fabric === fabric,
    ),
    timeByCluster: ofGroups(byCluster(all), period.byCluster, ({ fabric, cluster }, index) => {
      const said = period.byCluster[index];
      return said?.fabric === fabric && said.cluster === cluster;
    }),
  };
}

function holdsOfFailures({
  hosts,
  failures,
  period,
}: Countable): Pick<Record<Figure, boolean>, 'failures' | 'repairs'> {
  if (period === null || (failures === undefined && period.failures === undefined))
    return { failures: true, repairs: true };
  const told = { failures: failures ?? [], hosts: [...hosts, ...period.left], period };
  return { failures: isListWhole(told), repairs: areRepairs(told) };
}

const holdsOfFrameworks = ({ frameworks, ...counted }: Countable): boolean =>
  frameworks.every(
    ({ touched, results }) =>
      touched === results.length &&
      canonicalJson(controlsOf(results, counted)) ===
        canonicalJson(results.map(({ state, hosts }) => ({ state, hosts }))),
  );

const isLateCounted = ({ evidence, hosts }: Countable): boolean =>
  evidence === undefined || evidence.lateHosts === hosts.filter(({ lateEvidence }) => lateEvidence).length;

/** The figures that do not follow from the report's hosts. */
export function differingFigures(content: Countable): Figure[] {
  const { hosts } = content;
  const is = (one: unknown, other: unknown) => canonicalJson(one) === canonicalJson(other);
  const holds: Record<Figure, boolean> = {
    totals: is(content.totals, totalsOf(hosts)) && isLateCounted(content),
    byFabric: is(
      content.byFabric,
      byFabric(hosts).map(([fabric, members]) => ({ fabric, ...totalsOf(members) })),
    ),
    byCluster: is(
      content.byCluster,
      byCluster(hosts).map(({ hosts: members, ...group }) => ({ ...group, ...totalsOf(members) })),
    ),
    states: is(content.states, statesOf(hosts)),
    causes: is(content.causes, causesOfHosts(hosts)),
    checks: is(
      content.checks,
      sumOf(
        OUTCOMES,
        hosts.map(({ checks }) => checks),
      ),
    ),
    ...holdsOfTime(content),
    ...holdsOfFailures(content),
    plans: (content.plans ?? []).every(({ tasks, totals }) => is(totals, totalsOfPlan(tasks))),
    frameworks: holdsOfFrameworks(content),
  };
  return FIGURES.filter((figure) => !holds[figure]);
}
