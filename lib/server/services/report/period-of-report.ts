import type {
  ClassSeconds,
  ReportFailure,
  ReportHost,
  ReportPeriod,
  VerifiedTime,
} from '@/lib/contracts/report-content';
import { rateOf } from '@/lib/domain/compliance';
import { countedAt, daysOf } from '@/lib/domain/report/days';
import { byCluster, byFabric } from '@/lib/domain/report/figures';
import { periodBefore } from '@/lib/domain/report/period-before';
import type { Ctx } from '@/lib/server/context';
import { countFleet } from '@/lib/server/db/fleet/answers/summary';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import type { Period } from '@/lib/server/db/history/compliance-time';
import { historyHorizon } from '@/lib/server/db/history/horizon';
import { lateEvidenceOf } from '@/lib/server/db/history/period-facts';
import { complianceTimeOfHosts } from '@/lib/server/services/history';
import { inTurns } from '@/lib/util/loop-turns';
import { type FailedHost, failuresOfPeriod, type GoOn } from './failures-of-period';
import { knownFromAfter } from './known-from';

/** A host of a period: in the fleet at its end, or left before. */
export type PeriodHost = FailedHost & Pick<ReportHost, 'fabric'>;

export type PeriodFacts = {
  period: Omit<ReportPeriod, 'left'>;
  failures: ReportFailure[];
  /** Time by host. A host that was not in the fleet within the period has none. */
  times: ReadonlyMap<string, VerifiedTime>;
  /** Hosts with some time that rests on late evidence. */
  lateIds: ReadonlySet<string>;
};

type Asked = { question: FleetQuestion; period: Period; timeZone: string };

export async function factsOfPeriod(
  ctx: Ctx,
  hosts: readonly PeriodHost[],
  { question, period, timeZone, goOn }: Asked & { goOn: GoOn },
): Promise<PeriodFacts> {
  const { seconds, total, byFabric, before } = await timeOfPeriod(ctx, hosts, { period, timeZone });
  const late = new Map((await lateEvidenceOf(ctx.db, period)).map((row) => [row.hostId, row.seconds]));
  const failed = hosts.filter(({ id }) => hasFailed(seconds.get(id)));
  const { listed, figures } = await failuresOfPeriod(ctx, failed, { period, goOn });
  const clusters = byCluster(hosts);
  const ofClusters = await inTurns(clusters, ({ hosts: members, ...group }) => ({
    ...group,
    ...timeOfGroup(members, seconds),
  }));
  const found = {
    knownFrom: await knownFromAfter(ctx, period.from),
    ...total,
    lateEvidenceSeconds: hosts.reduce((sum, { id }) => sum + (late.get(id) ?? 0), 0),
    ...figures,
    byFabric,
    byCluster: ofClusters,
    days: await classesByDay(ctx, question, { period, timeZone }),
    before,
  };
  const times = new Map(
    await inTurns([...seconds], ([id, ofHost]): [string, VerifiedTime] => [id, withShare(ofHost)]),
  );
  return { period: found, failures: listed, times, lateIds: new Set(late.keys()) };
}

/** Only hosts with failing time are read in detail. */
const hasFailed = (time: ClassSeconds | undefined) =>
  time !== undefined && time.excepted + time.nonCompliant > 0;

/** The time of all hosts by class, quickly enough to be shown before a report is made. */
export async function timeOfPeriod(
  ctx: Ctx,
  hosts: readonly Pick<PeriodHost, 'id' | 'fabric'>[],
  { period, timeZone }: Pick<Asked, 'period' | 'timeZone'>,
) {
  const seconds = await secondsOf(ctx, hosts, period);
  return {
    seconds,
    total: totalTime(sumOf(seconds.values())),
    byFabric: await inTurns(byFabric(hosts), ([fabric, members]) => ({
      fabric,
      ...timeOfGroup(members, seconds),
    })),
    before: await timeBefore(ctx, hosts, { period, timeZone }),
  };
}

type ById = Pick<PeriodHost, 'id'>;

const secondsOf = (ctx: Ctx, hosts: readonly ById[], period: Period) =>
  complianceTimeOfHosts({ ctx, input: { ...period, hostIds: hosts.map(({ id }) => id) } });

function sumOf(times: Iterable<ClassSeconds>): ClassSeconds {
  const sum: ClassSeconds = { compliant: 0, excepted: 0, nonCompliant: 0, unverified: 0 };
  for (const { compliant, excepted, nonCompliant, unverified } of times) {
    sum.compliant += compliant;
    sum.excepted += excepted;
    sum.nonCompliant += nonCompliant;
    sum.unverified += unverified;
  }
  return sum;
}

const verifiedOf = ({ compliant, excepted, nonCompliant }: ClassSeconds) =>
  compliant + excepted + nonCompliant;
const shareOf = (time: ClassSeconds) => rateOf(time.compliant, verifiedOf(time));
const withShare = (time: ClassSeconds): VerifiedTime => ({ ...time, compliantShare: shareOf(time) });
const coverageOf = (time: ClassSeconds) => rateOf(verifiedOf(time), verifiedOf(time) + time.unverified);

const totalTime = (sum: ClassSeconds) => ({
  seconds: sum,
  verifiedShare: shareOf(sum),
  coverage: coverageOf(sum),
  unverifiedSeconds: sum.unverified,
});

function timeOfGroup(hosts: readonly ById[], seconds: ReadonlyMap<string, ClassSeconds>) {
  const times = hosts.flatMap(({ id }) => seconds.get(id) ?? []);
  return { hosts: hosts.length, ...withShare(sumOf(times)) };
}

const text = (ms: number) => new Date(ms).toISOString();

/** The classes in the last minute of each day, equal to the page Fabric of that moment and to the trend. */
async function classesByDay(
  ctx: Ctx,
  question: FleetQuestion,
  { period, timeZone }: Pick<Asked, 'period' | 'timeZone'>,
): Promise<ReportPeriod['days']> {
  const [from, to] = [period.from.getTime(), period.to.getTime()];
  const days = countedAt(daysOf({ from, to }, timeZone), to);
  const counted: ReportPeriod['days'] = [];
  for (const { day, at } of days) {
    const { compliance } = await countFleet(ctx.db, { ...question, when: { at: new Date(at) } });
    const { compliant = 0, excepted = 0, nonCompliant = 0, unverified = 0 } = compliance;
    counted.push({ day, at: text(at), compliant, excepted, nonCompliant, unverified });
  }
  return counted;
}

/** The time of the same hosts in the previous period; null if history does not reach back so far. */
async function timeBefore(
  ctx: Ctx,
  hosts: readonly ById[],
  { period, timeZone }: Pick<Asked, 'period' | 'timeZone'>,
): Promise<ReportPeriod['before']> {
  const before = periodBefore(period, timeZone);
  const horizon = await historyHorizon(ctx.db);
  if (horizon !== null && before.from < horizon) return null;
  const sum = sumOf((await secondsOf(ctx, hosts, before)).values());
  if (verifiedOf(sum) + sum.unverified === 0) return null;
  return {
    from: text(before.from.getTime()),
    to: text(before.to.getTime()),
    seconds: sum,
    verifiedShare: shareOf(sum),
    coverage: coverageOf(sum),
  };
}
