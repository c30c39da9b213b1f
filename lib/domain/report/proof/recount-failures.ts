import {
  type FailureSums,
  type ListedFailure,
  meanTimeToRepair,
  noSums,
  sumsWith,
} from '@/lib/domain/report/failure-list';
import { grouped } from '@/lib/util/grouped';

type ClassTime = { excepted: number; nonCompliant: number };
type Place = { hostname: string; fabric: string; cluster: string | null };
export type FailedHost = Place & { id: string; verified?: ClassTime };

export type ToldFailure = ListedFailure & Place & { to: string | null; lastFailingAt: string };

export type ToldOfFailures = {
  seconds: ClassTime;
  failures: { count: number; hosts: number; leftOut: FailureSums };
  repairs: { count: number; begunBefore: number };
  meanTimeToRepairSeconds: number | null;
  longestFailure: { hostId: string; seconds: number; from: string; to: string } | null;
};

type Told = { failures: readonly ToldFailure[]; hosts: readonly FailedHost[]; period: ToldOfFailures };

/** The last digits of a sum of fractions depend on the order. */
export const isCloseTo = (one: number, other: number): boolean =>
  Math.abs(one - other) <= 0.001 + 1e-9 * Math.abs(one);

const secondsBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000;

const failingTime = (time: ClassTime | undefined) =>
  time === undefined ? 0 : time.excepted + time.nonCompliant;

/** Whether a line of the list agrees with itself and with the host that it names. */
function isSound(failure: ToldFailure, host: FailedHost | undefined): boolean {
  const { from, to, end, lastFailingAt, seconds, failingSeconds, exceptedSeconds } = failure;
  return (
    host !== undefined &&
    (['hostname', 'fabric', 'cluster'] as const).every((field) => failure[field] === host[field]) &&
    (to === null) === (end !== 'repaired') &&
    isCloseTo(seconds, secondsBetween(from, to ?? lastFailingAt)) &&
    failingSeconds <= seconds + 0.001 &&
    exceptedSeconds <= failingSeconds + 0.001
  );
}

/** Whether a host's failing time is that of its failures; if some are left out, it may be more. */
function isTimeOf(host: FailedHost, ofHost: readonly ToldFailure[], isWhole: boolean): boolean {
  const sum = sumsWith(noSums(), ofHost);
  const [all, excepted] = [failingTime(host.verified), host.verified?.excepted ?? 0];
  if (isWhole) return isCloseTo(sum.failingSeconds, all) && isCloseTo(sum.exceptedSeconds, excepted);
  return sum.failingSeconds <= all + 0.001 && sum.exceptedSeconds <= excepted + 0.001;
}

function isLongestOf({ failures, period: { longestFailure, failures: told } }: Told): boolean {
  if (longestFailure === null) return told.count === 0;
  const { hostId, seconds, from, to } = longestFailure;
  const isWithin = (failure: ToldFailure) =>
    failure.hostId === hostId &&
    Date.parse(failure.from) <= Date.parse(from) &&
    Date.parse(to) <= Date.parse(failure.lastFailingAt);
  // A long failure with interruptions may be listed before the longest uninterrupted one.
  return isCloseTo(seconds, secondsBetween(from, to)) && (told.leftOut.count > 0 || failures.some(isWithin));
}

export function isListWhole(told: Told): boolean {
  const { failures, hosts, period } = told;
  const { count, hosts: failed, leftOut } = period.failures;
  const sum = sumsWith(leftOut, failures);
  const byId = new Map(hosts.map((host) => [host.id, host]));
  const byHost = grouped(failures, ({ hostId }) => hostId);
  return (
    count === sum.count &&
    failed === hosts.filter(({ verified }) => failingTime(verified) > 0).length &&
    isCloseTo(failingTime(period.seconds), sum.failingSeconds) &&
    isCloseTo(period.seconds.excepted, sum.exceptedSeconds) &&
    failures.every((failure) => isSound(failure, byId.get(failure.hostId))) &&
    hosts.every((host) => isTimeOf(host, byHost.get(host.id) ?? [], leftOut.count === 0)) &&
    isLongestOf(told)
  );
}

export function areRepairs({ failures, period }: Told): boolean {
  const sum = sumsWith(period.failures.leftOut, failures);
  const mean = meanTimeToRepair(sum);
  const told = period.meanTimeToRepairSeconds;
  return (
    period.repairs.count === sum.repairs.count &&
    period.repairs.begunBefore === sum.repairs.begunBefore &&
    (mean === null || told === null ? mean === told : isCloseTo(mean, told))
  );
}
