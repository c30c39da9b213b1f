import { ExceptionSummary, ExceptionSummaryInput } from '@/lib/contracts/exception';
import { COMPLIANCE, type Compliance } from '@/lib/domain/vocabulary';
import { fabricScope } from '@/lib/server/auth/authorize';
import { type ComplianceCount, countCompliance } from '@/lib/server/db/fleet/answers/excepted-hosts';
import { countExceptions } from '@/lib/server/db/fleet/answers/exceptions';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { fabricsIn } from '@/lib/server/request/fabrics-in';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { verb } from '@/lib/server/verbs/verb';

type Counts = readonly ComplianceCount[];

const sum = (counts: Counts, ...classes: readonly Compliance[]) =>
  counts
    .filter(({ compliance }) => classes.includes(compliance))
    .reduce((hosts, count) => hosts + count.hosts, 0);

/** How many exceptions there are, and how they change the fleet's figures. */
export const summarizeExceptions = verb({
  procedure: 'exception.summary',
  route: { at: 'GET /api/v1/exceptions/summary' },
  summary: 'Counts exceptions by state.',
  right: 'exception.read',
  kind: 'query',
  input: ExceptionSummaryInput,
  output: ExceptionSummary,
  work: async ({ ctx, input }) => {
    await refuseForgotten(ctx, input.at);
    const when = whenOf(ctx, input.at);
    const fabrics = fabricScope(ctx);
    const fabric = fabricsIn(input.fabric);
    const [counts, exceptions] = await Promise.all([
      countCompliance(ctx.db, { when, fabrics, filter: { fabric } }),
      countExceptions(ctx.db, { fabrics, at: momentOf(when), fabric }),
    ]);
    return { asOf: momentOf(when).toISOString(), exceptions, ...figuresOf(counts) };
  },
});

function figuresOf(counts: Counts): Omit<ExceptionSummary, 'asOf' | 'exceptions'> {
  const excepted = counts.filter(({ compliance }) => compliance === 'excepted');
  const names = [...new Set(counts.map(({ fabric }) => fabric))];
  return {
    hosts: {
      compliant: sum(counts, 'compliant'),
      excepted: sum(counts, 'excepted'),
      nonCompliant: sum(counts, 'nonCompliant'),
      unverified: sum(counts, 'unverified'),
      total: sum(counts, ...COMPLIANCE),
    },
    vmsBlocked: excepted.reduce((vms, count) => vms + count.vms, 0),
    nonCompliantIfEnded: sum(counts, 'nonCompliant', 'excepted'),
    byFabric: names.map((fabric) =>
      ofFabric(
        fabric,
        counts.filter((count) => count.fabric === fabric),
      ),
    ),
  };
}

const ofFabric = (fabric: string, own: Counts) => ({
  fabric,
  total: sum(own, ...COMPLIANCE),
  nonCompliant: sum(own, 'nonCompliant'),
  nonCompliantIfEnded: sum(own, 'nonCompliant', 'excepted'),
});
