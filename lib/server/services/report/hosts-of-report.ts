import type { ReportHost } from '@/lib/contracts/report-content';
import type { CheckResultRow } from '@/lib/domain/check-results';
import { countBy } from '@/lib/domain/compliance';
import {
  CHECK_OUTCOMES,
  type CheckCounts,
  type CheckOutcome,
  outcomeOf,
} from '@/lib/domain/report/check-outcomes';
import { compareText } from '@/lib/domain/report/figures';
import type { COMPLIANCE } from '@/lib/domain/vocabulary';
import type { Ctx } from '@/lib/server/context';
import { everyHost } from '@/lib/server/db/fleet/answers/host-list';
import type { FleetRow } from '@/lib/server/db/fleet/columns';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { checksOfRow } from '@/lib/server/services/host';

type Outcome = { check: string; outcome: CheckOutcome };

/** A host of a report, with what each check of it comes to. */
export type JudgedHost = { host: ReportHost; outcomes: readonly Outcome[] };

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
    // Here, between two hosts that are read: of all hosts at once it would hold up the server's loop.
    const outcomes = checks.map((each) => ({ check: each.check, outcome: outcomeOf(each) }));
    judged.push({ host: toReportHost(row, checks, outcomes), outcomes });
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

function toReportHost(
  row: FleetRow,
  checks: readonly CheckResultRow[],
  outcomes: readonly Outcome[],
): ReportHost {
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
    checks: countOutcomes(outcomes),
    satisfiedChecks: outcomes.filter(({ outcome }) => outcome === 'satisfied').map(({ check }) => check),
    failing: checks.filter(({ result }) => result === 'failing').map(toFailingCheck),
  };
}

const toFailingCheck = ({ check, inferred, restartPending, evidence }: CheckResultRow) => ({
  check,
  inferred,
  restartPending,
  evidence: evidence.map(({ label, seen, required }) => ({ label, seen, required })),
});

const countOutcomes = (outcomes: readonly Outcome[]): CheckCounts =>
  countBy(CHECK_OUTCOMES, outcomes, ({ outcome }) => outcome);

/** Of each check, on how many hosts it is what: the documented ones in their order, then any other that HGS named. */
export function countByCheck(hosts: readonly JudgedHost[]): (CheckCounts & { check: string })[] {
  const counts = new Map<string, CheckCounts>();
  for (const { outcomes } of hosts)
    for (const { check, outcome } of outcomes) {
      const ofCheck = counts.get(check) ?? countOutcomes([]);
      ofCheck[outcome] += 1;
      counts.set(check, ofCheck);
    }
  return [...counts].map(([check, ofCheck]) => ({ check, ...ofCheck }));
}

/** Of all checks of all hosts together. */
export function countEveryCheck(hosts: readonly JudgedHost[]): CheckCounts {
  const sum = countOutcomes([]);
  for (const { host } of hosts) for (const outcome of CHECK_OUTCOMES) sum[outcome] += host.checks[outcome];
  return sum;
}
