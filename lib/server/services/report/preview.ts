import { PreviewReportInput, ReportPreview } from '@/lib/contracts/reports';
import { rateOf } from '@/lib/domain/compliance';
import { byFabric, type ClassTotals } from '@/lib/domain/report/figures';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import {
  type ClassOfFabric,
  classesByFabric,
  idsByFabric,
} from '@/lib/server/db/fleet/answers/hosts-by-fabric';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import type { Period } from '@/lib/server/db/history/compliance-time';
import { ServiceError } from '@/lib/server/errors';
import { refuseUnknownFabrics } from '@/lib/server/services/fabric';
import { verb } from '@/lib/server/verbs/verb';
import { hostsBefore } from './hosts-before';
import { filterOf } from './internal';
import { timeOfPeriod } from './period-of-report';
import { timesOfReport } from './times-of-report';

/**
 * Figures of the report that this order would make. The database counts the classes, instead of reading each
 * host, so that it answers while a person fills in the form. Time is added up as for the report. Nothing is
 * stored.
 */
export const previewReport = verb({
  procedure: 'report.preview',
  route: { at: 'POST /api/v1/reports/preview' },
  summary: 'Says what a report would cover.',
  right: 'report.make',
  kind: 'query',
  heavy: true,
  input: PreviewReportInput,
  output: ReportPreview,
  work: async ({ ctx, input: asked, signal }) => {
    const filter = filterOf(asked.filter);
    await refuseUnknownFabrics(ctx, filter, '/filter');
    const { from, asOf } = await timesOfReport(ctx, asked);
    const question = { when: { at: asOf }, fabrics: fabricScope(ctx), filter };
    const classes = await classesByFabric(ctx.db, question);
    const goOn = () => stopWhereNobodyWaits(signal);
    goOn();
    return {
      kind: asked.kind,
      from: from?.toISOString() ?? null,
      asOf: asOf.toISOString(),
      totals: totalsOfClasses(classes),
      byFabric: byFabric(classes).map(([fabric, rows]) => ({ fabric, ...totalsOfClasses(rows) })),
      period:
        from === null
          ? null
          : await timeOf(ctx, question, { period: { from, to: asOf }, timeZone: asked.timeZone, goOn }),
    };
  },
});

function stopWhereNobodyWaits(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ServiceError('request_aborted', 'Nobody waits for this answer any more');
}

async function timeOf(
  ctx: Ctx,
  question: FleetQuestion,
  { period, timeZone, goOn }: { period: Period; timeZone: string; goOn: () => void },
): Promise<ReportPreview['period']> {
  const atEnd = await idsByFabric(ctx.db, question);
  goOn();
  const left = await hostsBefore(ctx, question, period);
  goOn();
  const {
    total,
    byFabric: fabrics,
    before,
  } = await timeOfPeriod(ctx, [...atEnd, ...left], { period, timeZone });
  return { ...total, byFabric: fabrics, before };
}

function totalsOfClasses(rows: readonly ClassOfFabric[]): ClassTotals {
  const sum = (numberOf: (row: ClassOfFabric) => number) =>
    rows.reduce((total, row) => total + numberOf(row), 0);
  const of = (word: ClassOfFabric['compliance']) =>
    sum(({ compliance, hosts }) => (compliance === word ? hosts : 0));
  const hosts = sum((row) => row.hosts);
  const compliant = of('compliant');
  return {
    hosts,
    compliant,
    excepted: of('excepted'),
    nonCompliant: of('nonCompliant'),
    unverified: of('unverified'),
    rate: rateOf(compliant, hosts),
    vms: {
      total: sum(({ vms }) => vms),
      blocked: sum(({ vmsBlocked }) => vmsBlocked),
      unverified: sum(({ vmsUnverified }) => vmsUnverified),
    },
  };
}
