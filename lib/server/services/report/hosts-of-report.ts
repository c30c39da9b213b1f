import type { ReportContent, ReportHost } from '@/lib/contracts/report-content';
import type { CheckResultRow } from '@/lib/domain/check-results';
import { countBy } from '@/lib/domain/compliance';
import { compareRepair, inRepairOrder } from '@/lib/domain/repair-order';
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
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { lateHosts } from '@/lib/server/db/history/period-facts';
import { checksOfRows } from '@/lib/server/services/host';
import { loopTurns } from '@/lib/util/loop-turns';

type Outcome = { check: string; outcome: CheckOutcome };

/** The hosts of a report, and the counts of all their checks: in total and for each check. */
export type HostsOfReport = { hosts: ReportHost[] } & Pick<ReportContent, 'checks' | 'byCheck'>;

/**
 * How many hosts are read at once: their snapshots are held in memory, and each answer is decoded in one turn
 * of the event loop.
 */
const BATCH = 50;

/**
 * Called while hosts are searched and after each batch that was read, with the number done and in total. An
 * error that it throws ends the work.
 */
export type Progress = (done: number, total: number) => Promise<void> | void;

/** Every host that matches, non-compliant ones first, with what HGS objects to and what the host says about it. */
export async function hostsOfReport(
  ctx: Ctx,
  question: FleetQuestion,
  progress: Progress = () => undefined,
): Promise<HostsOfReport> {
  const found = await everyHost(ctx.db, question, () => progress(0, 1));
  const asOf = momentOf(question.when);
  const late = await lateHosts(ctx.db, asOf);
  const turns = loopTurns();
  await turns.take();
  const rows = inOrder(found);
  await turns.take();
  const hosts: ReportHost[] = [];
  // Counted batch by batch: counting all hosts at once would block the event loop.
  const counts = new Map<string, CheckCounts>();
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.slice(start, start + BATCH);
    const ofBatch = await checksOfRows(ctx, batch, question.when);
    for (const [place, row] of batch.entries()) {
      if (turns.isOver()) await turns.take();
      const checks = ofBatch[place] ?? [];
      const outcomes = checks.map((each) => ({ check: each.check, outcome: outcomeOf(each) }));
      const said = toReportHost(row, checks, outcomes);
      hosts.push({ ...said, ...evidenceTimes(row, asOf), lateEvidence: late.has(row.id) });
      addOutcomes(counts, outcomes);
    }
    await progress(hosts.length, rows.length);
  }
  return { hosts, ...sumsOf(counts) };
}

function addOutcomes(counts: Map<string, CheckCounts>, outcomes: readonly Outcome[]): void {
  for (const { check, outcome } of outcomes) {
    const ofCheck = counts.get(check) ?? countOutcomes([]);
    ofCheck[outcome] += 1;
    counts.set(check, ofCheck);
  }
}

/** The counts of each check: documented checks in their order, then any others that HGS named. */
function sumsOf(counts: ReadonlyMap<string, CheckCounts>): Omit<HostsOfReport, 'hosts'> {
  const checks = countOutcomes([]);
  for (const ofCheck of counts.values())
    for (const outcome of CHECK_OUTCOMES) checks[outcome] += ofCheck[outcome];
  return { checks, byCheck: [...counts].map(([check, ofCheck]) => ({ check, ...ofCheck })) };
}

const WORST_FIRST = [
  'nonCompliant',
  'unverified',
  'excepted',
  'compliant',
] satisfies (typeof COMPLIANCE)[number][];

/** Precomputes each host's sort key, because sorting ten thousand hosts compares a hundred thousand times. */
function inOrder(rows: readonly FleetRow[]): FleetRow[] {
  const placed = rows.map((row) => ({
    row,
    rank: WORST_FIRST.indexOf(row.compliance),
    name: row.hostname.toLowerCase(),
  }));
  placed.sort(
    (a, b) =>
      a.rank - b.rank ||
      compareText(a.row.fabric, b.row.fabric) ||
      compareText(a.name, b.name) ||
      compareText(a.row.id, b.row.id),
  );
  return placed.map(({ row }) => row);
}

/**
 * The times at which the state was vouched for. Single snapshots of a host that keeps sending are soon
 * dropped, so only times that will still be known later are used.
 */
function evidenceTimes(
  { reporting, since, lastObservedAt, stretchFrom }: FleetRow,
  asOf: Date,
): Pick<ReportHost, 'verifiedUntil' | 'lastObservedAt'> {
  const isVerified = reporting === 'onTime';
  const verifiedUntil = isVerified ? asOf : reporting === 'silent' ? since : lastObservedAt;
  return {
    verifiedUntil: verifiedUntil?.toISOString() ?? null,
    lastObservedAt: (isVerified ? stretchFrom : lastObservedAt)?.toISOString() ?? null,
  };
}

function toReportHost(
  row: FleetRow,
  checks: readonly CheckResultRow[],
  outcomes: readonly Outcome[],
): Omit<ReportHost, 'verifiedUntil' | 'lastObservedAt' | 'lateEvidence'> {
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
    failingChecks: inRepairOrder(row.failingChecks),
    causes: row.cause,
    since: row.since.toISOString(),
    shieldedVms: row.shieldedVms,
    owner: row.owner,
    exceptionIds: [],
    checks: countOutcomes(outcomes),
    satisfiedChecks: outcomes.filter(({ outcome }) => outcome === 'satisfied').map(({ check }) => check),
    failing: checks
      .filter(({ result }) => result === 'failing')
      .toSorted((a, b) => compareRepair(a.check, b.check))
      .map(toFailingCheck),
  };
}

const toFailingCheck = ({ check, inferred, restartPending, evidence }: CheckResultRow) => ({
  check,
  inferred,
  restartPending,
  evidence: evidence.map(({ label, seen, required, agrees }) => ({ label, seen, required, agrees })),
});

const countOutcomes = (outcomes: readonly Outcome[]): CheckCounts =>
  countBy(CHECK_OUTCOMES, outcomes, ({ outcome }) => outcome);
