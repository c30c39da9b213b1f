import type {
  ClassSeconds,
  ReportContent,
  ReportFailure,
  ReportHost,
  ReportPeriod,
} from '@/lib/contracts/report-content';
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

/** One failure for each host that failed, as long as its hours say: some go on, some were repaired. */
export function failuresOf(dice: Dice, hosts: readonly ReportHost[]): ReportFailure[] {
  const failures = hosts.flatMap((host): ReportFailure[] => {
    const { excepted = 0, nonCompliant = 0 } = host.verified ?? {};
    const seconds = excepted + nonCompliant;
    if (seconds === 0) return [];
    const isRepaired = host.compliance === 'compliant';
    const endMs = AS_OF.getTime() - (isRepaired ? 60_000 : 0);
    const end = new Date(endMs).toISOString();
    return [
      {
        ...{ hostId: host.id, hostname: host.hostname, fabric: host.fabric, cluster: host.cluster },
        causes: isRepaired ? [dice.oneOf(FAILURE_CAUSES)] : [...host.causes].sort(),
        from: new Date(endMs - seconds * 1000).toISOString(),
        begunBefore: false,
        to: isRepaired ? end : null,
        end: isRepaired ? 'repaired' : host.compliance === 'unverified' ? 'unverified' : 'failing',
        lastFailingAt: end,
        ...{ seconds, failingSeconds: seconds, exceptedSeconds: excepted },
      },
    ];
  });
  return failures.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

const FAILURE_CAUSES = ['BitLocker', 'PagefileEncryption', 'SecureBootSettings'];

function figuresOfFailures(failures: readonly ReportFailure[]) {
  const repaired = failures.filter(({ end }) => end === 'repaired');
  const [longest] = [...failures].sort((a, b) => b.seconds - a.seconds);
  const sum = repaired.reduce((total, { seconds }) => total + seconds, 0);
  return {
    transitions: { toFailing: failures.length, toPassed: repaired.length },
    longestFailure: longest
      ? {
          hostId: longest.hostId,
          seconds: longest.seconds,
          from: longest.from,
          to: longest.lastFailingAt,
        }
      : null,
    failures: {
      count: failures.length,
      hosts: failures.length,
      leftOut: {
        ...{ count: 0, failingSeconds: 0, exceptedSeconds: 0 },
        repairs: { count: 0, begunBefore: 0, seconds: 0 },
      },
    },
    meanTimeToRepairSeconds: repaired.length === 0 ? null : sum / repaired.length,
    repairs: { count: repaired.length, begunBefore: 0 },
  };
}

export function periodOf(
  dice: Dice,
  { hosts, failures }: { hosts: readonly ReportHost[]; failures: readonly ReportFailure[] },
  counted: Pick<ReportContent, 'totals' | 'byFabric' | 'byCluster' | 'causes'>,
): ReportPeriod {
  const seconds = secondsOf(hosts);
  const from = new Date(AS_OF.getTime() - PERIOD_SECONDS * 1000);
  const keyOf = ({ fabric, cluster }: { fabric: string; cluster: string | null }) => ({ fabric, cluster });
  return {
    knownFrom: dice.below(4) === 0 ? new Date(from.getTime() + 3_600_000).toISOString() : null,
    seconds,
    verifiedShare: shareOf(seconds),
    coverage: coverageOf(seconds),
    unverifiedSeconds: seconds.unverified,
    lateEvidenceSeconds: Math.floor(seconds.compliant / 200),
    ...figuresOfFailures(failures),
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
