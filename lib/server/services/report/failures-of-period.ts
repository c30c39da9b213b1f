import type { ReportFailure, ReportPeriod } from '@/lib/contracts/report-content';
import { type CoveredSpan, exceptedMs } from '@/lib/domain/excepted-time';
import {
  type FailureEnd,
  FailureList,
  type FailureSums,
  meanTimeToRepair,
  sumsWith,
} from '@/lib/domain/report/failure-list';
import { addHostFailures, type Failure, type FleetFailures, noFailures } from '@/lib/domain/report/failures';
import { compareText } from '@/lib/domain/report/figures';
import type { Ctx } from '@/lib/server/context';
import type { Period } from '@/lib/server/db/history/compliance-time';
import { type SpanRow, verifiedSpansOf } from '@/lib/server/db/history/period-facts';
import { coveredSpans } from '@/lib/server/services/history';
import { grouped } from '@/lib/util/grouped';
import { loopTurns } from '@/lib/util/loop-turns';

/** A host that failed, as the list of failures shows it. `leftAt` is set if it left the fleet within the period. */
export type FailedHost = Pick<ReportFailure, 'hostname' | 'fabric' | 'cluster'> & {
  id: string;
  leftAt?: string;
};

export type GoOn = () => Promise<void> | void;

type Figures = Pick<
  ReportPeriod,
  'transitions' | 'longestFailure' | 'failures' | 'meanTimeToRepairSeconds' | 'repairs' | 'hostHoursByCause'
>;

/** How many hosts are read at once: their days are held in memory and decoded in one turn of the event loop. */
const BATCH = 50;

/** The failures within a period one by one, and their totals. An error thrown by `goOn` ends the reading. */
export async function failuresOfPeriod(
  ctx: Ctx,
  hosts: readonly FailedHost[],
  { period, goOn }: { period: Period; goOn: GoOn },
): Promise<{ listed: ReportFailure[]; figures: Figures }> {
  const covered = await coveredSpans({ ctx, input: { ...period, hostIds: hosts.map(({ id }) => id) } });
  const sum = noFailures();
  const list = new FailureList<ReportFailure>();
  const turns = loopTurns();
  for (let start = 0; start < hosts.length; start += BATCH) {
    await goOn();
    const batch = hosts.slice(start, start + BATCH);
    const spans = grouped(
      await verifiedSpansOf(
        ctx.db,
        period,
        batch.map(({ id }) => id),
      ),
      (row) => row.hostId,
    );
    for (const host of batch) {
      if (turns.isOver()) await turns.take();
      const ofHost = { spans: (spans.get(host.id) ?? []).map(toSpan), periodFrom: period.from.getTime() };
      for (const failure of addHostFailures(sum, host.id, ofHost))
        list.add(toFailure(host, failure, { period, covered: covered.get(host.id) ?? [] }));
    }
  }
  await turns.take();
  const { listed, leftOut } = list.listed();
  await turns.take();
  return { listed, figures: toFigures(sum, { listed, leftOut, hosts: hosts.length }) };
}

const toSpan = ({ from, to, isPassed, causes }: SpanRow) => ({
  from: from.getTime(),
  to: to.getTime(),
  isPassed,
  causes,
});

const text = (ms: number) => new Date(ms).toISOString();

function toFailure(
  { id, hostname, fabric, cluster, leftAt }: FailedHost,
  { from, begunBefore, to, lastFailingAt, spans }: Failure,
  { period, covered }: { period: Period; covered: readonly CoveredSpan[] },
): ReportFailure {
  const failingMs = spans.reduce((sum, span) => sum + span.to - span.from, 0);
  const isToEnd = lastFailingAt >= period.to.getTime();
  return {
    ...{ hostId: id, hostname, fabric, cluster },
    causes: [...new Set(spans.flatMap(({ causes }) => causes))].sort(compareText),
    from: text(from),
    begunBefore,
    to: to === null ? null : text(to),
    end: endOf({ isRepaired: to !== null, hasLeft: leftAt !== undefined, isToEnd }),
    lastFailingAt: text(lastFailingAt),
    seconds: ((to ?? lastFailingAt) - from) / 1000,
    failingSeconds: failingMs / 1000,
    exceptedSeconds: exceptedMs(spans, covered) / 1000,
  };
}

function endOf(of: { isRepaired: boolean; hasLeft: boolean; isToEnd: boolean }): FailureEnd {
  if (of.isRepaired) return 'repaired';
  if (of.hasLeft) return 'left';
  return of.isToEnd ? 'failing' : 'unverified';
}

function toFigures(
  { toFailing, toPassed, msByCause, longest }: FleetFailures,
  { listed, leftOut, hosts }: { listed: readonly ReportFailure[]; leftOut: FailureSums; hosts: number },
): Figures {
  const all = sumsWith(leftOut, listed);
  return {
    transitions: { toFailing, toPassed },
    longestFailure: longest && {
      hostId: longest.hostId,
      seconds: (longest.stretch.to - longest.stretch.from) / 1000,
      from: text(longest.stretch.from),
      to: text(longest.stretch.to),
    },
    failures: { count: all.count, hosts, leftOut },
    meanTimeToRepairSeconds: meanTimeToRepair(all),
    repairs: { count: all.repairs.count, begunBefore: all.repairs.begunBefore },
    hostHoursByCause: [...msByCause]
      .map(([cause, ms]) => ({ cause, hours: ms / 3_600_000 }))
      .sort((a, b) => b.hours - a.hours || compareText(a.cause, b.cause)),
  };
}
