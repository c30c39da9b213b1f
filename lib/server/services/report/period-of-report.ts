import type { ClassSeconds, ReportHost, ReportPeriod, VerifiedTime } from '@/lib/contracts/report-content';
import { rateOf } from '@/lib/domain/compliance';
import { daysOf } from '@/lib/domain/report/days';
import {
  addHostFailures,
  type FleetFailures,
  meanTimeToRepairMs,
  noFailures,
} from '@/lib/domain/report/failures';
import { byCluster, byFabric, compareText } from '@/lib/domain/report/figures';
import type { Ctx } from '@/lib/server/context';
import { countFleet } from '@/lib/server/db/fleet/answers/summary';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import type { Period } from '@/lib/server/db/history/compliance-time';
import { historyHorizon } from '@/lib/server/db/history/horizon';
import { lateEvidenceOf, type SpanRow, verifiedSpansOf } from '@/lib/server/db/history/period-facts';
import { complianceTimeOfHosts } from '@/lib/server/services/history';
import { grouped } from '@/lib/util/grouped';

/** A host that a period is about: one of its end, or one that left the fleet before. */
export type PeriodHost = Pick<ReportHost, 'id' | 'fabric' | 'cluster'>;

export type PeriodFacts = {
  period: Omit<ReportPeriod, 'left'>;
  /** By host; a host that was not in the fleet within the period has none. */
  times: ReadonlyMap<string, VerifiedTime>;
};

type Asked = { question: FleetQuestion; period: Period; timeZone: string };

export async function factsOfPeriod(
  ctx: Ctx,
  hosts: readonly PeriodHost[],
  { question, period, timeZone }: Asked,
): Promise<PeriodFacts> {
  const { seconds, total, byFabric, before } = await timeOfPeriod(ctx, hosts, period);
  const late = new Map((await lateEvidenceOf(ctx.db, period)).map((row) => [row.hostId, row.seconds]));
  const found = {
    ...total,
    lateEvidenceSeconds: hosts.reduce((sum, { id }) => sum + (late.get(id) ?? 0), 0),
    ...(await failuresIn(ctx, seconds, period)),
    byFabric,
    byCluster: byCluster(hosts).map(({ hosts: members, ...group }) => ({
      ...group,
      ...timeOfGroup(members, seconds),
    })),
    days: await classesByDay(ctx, question, { period, timeZone }),
    before,
  };
  return { period: found, times: new Map([...seconds].map(([id, ofHost]) => [id, withShare(ofHost)])) };
}

/** What the time of the hosts comes to: as much as is known soon enough to be shown before a report is made. */
export async function timeOfPeriod(
  ctx: Ctx,
  hosts: readonly Pick<PeriodHost, 'id' | 'fabric'>[],
  period: Period,
) {
  const seconds = await secondsOf(ctx, hosts, period);
  return {
    seconds,
    total: totalTime(sumOf(seconds.values())),
    byFabric: byFabric(hosts).map(([fabric, members]) => ({ fabric, ...timeOfGroup(members, seconds) })),
    before: await periodBefore(ctx, hosts, period),
  };
}

type ById = Pick<PeriodHost, 'id'>;

async function secondsOf(
  ctx: Ctx,
  hosts: readonly ById[],
  period: Period,
): Promise<Map<string, ClassSeconds>> {
  const times = await complianceTimeOfHosts({
    ctx,
    input: { ...period, hostIds: hosts.map(({ id }) => id) },
  });
  return new Map(
    times.map(({ hostId, compliantSeconds, exceptedSeconds, nonCompliantSeconds, unverifiedSeconds }) => [
      hostId,
      {
        compliant: compliantSeconds,
        excepted: exceptedSeconds,
        nonCompliant: nonCompliantSeconds,
        unverified: unverifiedSeconds,
      },
    ]),
  );
}

function sumOf(times: Iterable<ClassSeconds>): ClassSeconds {
  const sum: ClassSeconds = { compliant: 0, excepted: 0, nonCompliant: 0, unverified: 0 };
  for (const time of times)
    for (const word of Object.keys(sum) as (keyof ClassSeconds)[]) sum[word] += time[word];
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

/** How many hosts are read at once: what they were, day by day, is held in memory. */
const BATCH = 500;

type Failures = Pick<
  ReportPeriod,
  'transitions' | 'longestFailure' | 'meanTimeToRepairSeconds' | 'repairs' | 'hostHoursByCause'
>;

/** Only hosts that failed at all are looked at span by span. */
async function failuresIn(
  ctx: Ctx,
  seconds: ReadonlyMap<string, ClassSeconds>,
  period: Period,
): Promise<Failures> {
  const failed = [...seconds].filter(([, time]) => time.excepted + time.nonCompliant > 0).map(([id]) => id);
  const sum = noFailures();
  for (let start = 0; start < failed.length; start += BATCH) {
    const rows = await verifiedSpansOf(ctx.db, period, failed.slice(start, start + BATCH));
    for (const [hostId, ofHost] of grouped(rows, (row) => row.hostId))
      addHostFailures(sum, hostId, { spans: ofHost.map(toSpan), periodFrom: period.from.getTime() });
  }
  return toFailures(sum);
}

const toSpan = ({ from, to, isPassed, causes }: SpanRow) => ({
  from: from.getTime(),
  to: to.getTime(),
  isPassed,
  causes,
});

const text = (ms: number) => new Date(ms).toISOString();

function toFailures({ toFailing, toPassed, repairs, msByCause, longest }: FleetFailures): Failures {
  const meanMs = meanTimeToRepairMs(repairs);
  return {
    transitions: { toFailing, toPassed },
    longestFailure: longest && {
      hostId: longest.hostId,
      seconds: (longest.stretch.to - longest.stretch.from) / 1000,
      from: text(longest.stretch.from),
      to: text(longest.stretch.to),
    },
    meanTimeToRepairSeconds: meanMs === null ? null : meanMs / 1000,
    repairs: { count: repairs.length, begunBefore: repairs.filter(({ beganBefore }) => beganBefore).length },
    hostHoursByCause: [...msByCause]
      .map(([cause, ms]) => ({ cause, hours: ms / 3_600_000 }))
      .sort((a, b) => b.hours - a.hours || compareText(a.cause, b.cause)),
  };
}

/** The classes at the end of each day, as the Fabric page of that moment shows them. */
async function classesByDay(
  ctx: Ctx,
  question: FleetQuestion,
  { period, timeZone }: Pick<Asked, 'period' | 'timeZone'>,
): Promise<ReportPeriod['days']> {
  const days = daysOf({ from: period.from.getTime(), to: period.to.getTime() }, timeZone);
  const counted: ReportPeriod['days'] = [];
  for (const { day, at } of days) {
    const { compliance } = await countFleet(ctx.db, { ...question, when: { at: new Date(at) } });
    const { compliant = 0, excepted = 0, nonCompliant = 0, unverified = 0 } = compliance;
    counted.push({ day, at: text(at), compliant, excepted, nonCompliant, unverified });
  }
  return counted;
}

/** The same hosts in the period of the same length before; null where history does not reach back so far. */
async function periodBefore(
  ctx: Ctx,
  hosts: readonly ById[],
  { from, to }: Period,
): Promise<ReportPeriod['before']> {
  const before = { from: new Date(2 * from.getTime() - to.getTime()), to: from };
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
