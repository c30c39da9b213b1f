import type { ReportHost } from '@/lib/contracts/report-content';
import type { CheckResultRow } from '@/lib/domain/check-results';
import { countBy } from '@/lib/domain/compliance';
import { CHECK_OUTCOMES, type CheckCounts, outcomeOf } from '@/lib/domain/report/check-outcomes';
import { compareText } from '@/lib/domain/report/figures';
import type { COMPLIANCE } from '@/lib/domain/vocabulary';
import type { Ctx } from '@/lib/server/context';
import { everyHost } from '@/lib/server/db/fleet/answers/host-list';
import type { FleetRow } from '@/lib/server/db/fleet/columns';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { checksOfRow } from '@/lib/server/services/host';
import { grouped } from '@/lib/util/grouped';

/** A host of a report, with each check of it as it was judged. */
export type JudgedHost = { row: FleetRow; host: ReportHost; checks: readonly CheckResultRow[] };

/** Called after each host that was read, with how many of them there are. */
export type Progress = (done: number, total: number) => Promise<void> | void;

/** Every host that matches, those that are not compliant first, with what HGS objects to and what the host says of it. */
export async function hostsOfReport(
  ctx: Ctx,
  question: FleetQuestion,
  progress: Progress = () => undefined,
): Promise<JudgedHost[]> {
  const rows = (await everyHost(ctx.db, question)).sort(inOrder);
  const judged: JudgedHost[] = [];
  for (const row of rows) {
    const checks = await checksOfRow(ctx, row, question.when);
    judged.push({ row, host: toReportHost(row, checks), checks });
    await progress(judged.length, rows.length);
  }
  return judged;
}

const WORST_FIRST = [
  'nonCompliant',
  'unverified',
  'excepted',
  'compliant',
] satisfies (typeof COMPLIANCE)[number][];

const inOrder = (a: FleetRow, b: FleetRow) =>
  WORST_FIRST.indexOf(a.compliance) - WORST_FIRST.indexOf(b.compliance) ||
  compareText(a.fabric, b.fabric) ||
  compareText(a.hostname.toLowerCase(), b.hostname.toLowerCase()) ||
  compareText(a.id, b.id);

function toReportHost(row: FleetRow, checks: readonly CheckResultRow[]): ReportHost {
  return {
    id: row.id,
    hostname: row.hostname,
    fqdn: row.fqdn,
    fabric: row.fabric,
    cluster: row.cluster,
    compliance: row.compliance,
    state: row.state,
    attestationStatus: row.attestationStatus,
    attestationMode: row.attestationMode,
    reporting: row.reporting,
    failingChecks: row.failingChecks,
    causes: row.cause,
    since: row.since.toISOString(),
    lastObservedAt: row.lastObservedAt?.toISOString() ?? null,
    shieldedVms: row.shieldedVms,
    owner: row.owner,
    exceptionIds: [],
    checks: countChecks(checks),
    satisfiedChecks: checks.filter((row) => outcomeOf(row) === 'satisfied').map(({ check }) => check),
    failing: checks.filter(({ result }) => result === 'failing').map(toFailingCheck),
  };
}

const toFailingCheck = ({ check, inferred, restartPending, evidence }: CheckResultRow) => ({
  check,
  inferred,
  restartPending,
  evidence: evidence.map(({ label, seen, required }) => ({ label, seen, required })),
});

export const countChecks = (checks: readonly CheckResultRow[]): CheckCounts =>
  countBy(CHECK_OUTCOMES, checks, outcomeOf);

/** Of each check, on how many hosts it is what: the documented ones in their order, then any other that HGS named. */
export function countByCheck(hosts: readonly JudgedHost[]): (CheckCounts & { check: string })[] {
  const rows = hosts.flatMap(({ checks }) => checks);
  return [...grouped(rows, ({ check }) => check)].map(([check, ofCheck]) => ({
    check,
    ...countChecks(ofCheck),
  }));
}
