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

/** The hosts of a report, and what all checks of them come to: together, and each by itself. */
export type HostsOfReport = { hosts: ReportHost[] } & Pick<ReportContent, 'checks' | 'byCheck'>;

/** How many hosts are read at once: what they sent is held in memory meanwhile, and each answer decoded in one turn of the loop. */
const BATCH = 50;

/** Called while the hosts are found and after each batch that was read, with how many of them there are. What it throws ends the work. */
export type Progress = (done: number, total: number) => Promise<void> | void;

/** Every host that matches, those that are not compliant first, with what HGS objects to and what the host says of it. */
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
  // Counted between two hosts that are read: of all hosts at once it would hold up the server's loop.
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

/** Each check has the documented ones in their order before any other that HGS named. */
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

/** Each with what it is compared by, which of ten thousand hosts is asked for a hundred thousand times. */
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
 * When the state was vouched for. Of a host that goes on sending, single snapshots are not kept for long: what is said of
 * it here is what will be known of it later as well.
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
