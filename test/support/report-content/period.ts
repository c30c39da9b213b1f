import type { ClassSeconds, ReportContent, ReportHost, ReportPeriod } from '@/lib/contracts/report-content';
import type { Dice } from './dice';
import { AS_OF, PERIOD_DAYS, PERIOD_SECONDS } from './hosts';

const CLASSES = ['compliant', 'excepted', 'nonCompliant', 'unverified'] as const;

function secondsOf(hosts: readonly ReportHost[]): ClassSeconds {
  const sum = (name: (typeof CLASSES)[number]) =>
    hosts.reduce((total, { verified }) => total + (verified?.[name] ?? 0), 0);
  return {
    compliant: sum('compliant'),
    excepted: sum('excepted'),
    nonCompliant: sum('nonCompliant'),
    unverified: sum('unverified'),
  };
}

function shareOf({ compliant, excepted, nonCompliant }: ClassSeconds): number | null {
  const verified = compliant + excepted + nonCompliant;
  return verified === 0 ? null : compliant / verified;
}

function coverageOf(seconds: ClassSeconds): number | null {
  const all = CLASSES.reduce((total, name) => total + seconds[name], 0);
  return all === 0 ? null : (all - seconds.unverified) / all;
}

function groupsOf<Key extends object>(hosts: readonly ReportHost[], keys: readonly Key[]) {
  return keys.map((key) => {
    const members = hosts.filter((host) =>
      Object.entries(key).every(([name, value]) => host[name as keyof ReportHost] === value),
    );
    const seconds = secondsOf(members);
    return { ...key, hosts: members.length, ...seconds, compliantShare: shareOf(seconds) };
  });
}

/** A walk that ends at what the report says of its end. */
function daysOf(dice: Dice, { totals }: Pick<ReportContent, 'totals'>): ReportPeriod['days'] {
  return Array.from({ length: PERIOD_DAYS }, (_, index) => {
    const at = new Date(AS_OF.getTime() - (PERIOD_DAYS - 1 - index) * 86_400_000);
    const isLast = index === PERIOD_DAYS - 1;
    const less = (count: number) => (isLast ? count : Math.max(0, count - dice.below(2 + count)));
    const excepted = less(totals.excepted);
    const nonCompliant = less(totals.nonCompliant);
    const unverified = less(totals.unverified);
    const compliant = totals.hosts - excepted - nonCompliant - unverified;
    return {
      day: at.toISOString().slice(0, 10),
      at: at.toISOString(),
      compliant,
      excepted,
      nonCompliant,
      unverified,
    };
  });
}

function longestFailureOf(hosts: readonly ReportHost[]): ReportPeriod['longestFailure'] {
  const [worst] = hosts
    .filter(({ verified }) => (verified?.nonCompliant ?? 0) > 0)
    .sort((a, b) => (b.verified?.nonCompliant ?? 0) - (a.verified?.nonCompliant ?? 0));
  if (!worst) return null;
  const seconds = worst.verified?.nonCompliant ?? 0;
  const from = new Date(AS_OF.getTime() - seconds * 1000);
  return { hostId: worst.id, seconds, from: from.toISOString(), to: AS_OF.toISOString() };
}

export function periodOf(
  dice: Dice,
  hosts: readonly ReportHost[],
  counted: Pick<ReportContent, 'totals' | 'byFabric' | 'byCluster' | 'causes'>,
): ReportPeriod {
  const seconds = secondsOf(hosts);
  const from = new Date(AS_OF.getTime() - PERIOD_SECONDS * 1000);
  const repairs = hosts.length === 0 ? 0 : dice.below(30);
  const keyOf = ({ fabric, cluster }: { fabric: string; cluster: string | null }) => ({ fabric, cluster });
  return {
    seconds,
    verifiedShare: shareOf(seconds),
    coverage: coverageOf(seconds),
    unverifiedSeconds: seconds.unverified,
    lateEvidenceSeconds: Math.floor(seconds.compliant / 200),
    transitions: { toFailing: repairs + dice.below(9), toPassed: repairs },
    longestFailure: longestFailureOf(hosts),
    meanTimeToRepairSeconds: repairs === 0 ? null : 3_600 + dice.below(86_400),
    repairs: { count: repairs, begunBefore: 0 },
    left: [],
    hostHoursByCause: counted.causes.map(({ cause, hosts: many }) => ({ cause, hours: many * 37.5 })),
    byFabric: groupsOf(
      hosts,
      counted.byFabric.map(({ fabric }) => ({ fabric })),
    ),
    byCluster: groupsOf(hosts, counted.byCluster.map(keyOf)),
    days: daysOf(dice, counted),
    before:
      hosts.length === 0
        ? null
        : {
            from: new Date(from.getTime() - PERIOD_SECONDS * 1000).toISOString(),
            to: from.toISOString(),
            seconds,
            verifiedShare: shareOf(seconds),
            coverage: coverageOf(seconds),
          },
  };
}
