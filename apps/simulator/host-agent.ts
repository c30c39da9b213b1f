import type { SnapshotResult } from '@/lib/contracts/agent';
import type { AgentApi, Refusal, Sent } from './agent-api';
import type { FaultPlan } from './faults';
import type { Fleet, FleetHost } from './fleet/fleet';
import { sentAtOf, snapshotAt } from './fleet/snapshot';
import type { LedgerEntry } from './ledger';

/** A host that may report: known to the server by this credential. */
export type EnrolledHost = { host: FleetHost; hostId: string; credential: string };

export type Counts = {
  sent: number;
  stored: number;
  duplicates: number;
  rejected: number;
  lost: number;
  refused: number;
  /** Given up: the spool was full, or the server will never take it. */
  dropped: number;
};

export const noCounts = (): Counts => ({
  sent: 0,
  stored: 0,
  duplicates: 0,
  rejected: 0,
  lost: 0,
  refused: 0,
  dropped: 0,
});

type Options = {
  fleet: Fleet;
  enrolled: EnrolledHost;
  api: AgentApi;
  faults: FaultPlan;
  counts: Counts;
  record: (entries: readonly LedgerEntry[]) => void;
  /** Told once: the server no longer takes this host's credential. */
  onRefused: (refusal: Refusal) => void;
};

const MAX_SPOOL = 1_000;
const MAX_BATCH = 50;
const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 300_000;
/** The body is at fault: sent again as it is, it would be refused again. */
const BODY_FAULTS: ReadonlySet<number> = new Set([400, 413, 422]);

/** What an agent owes the server (protocol.md 2): a spool, oldest first, kept until it is acknowledged. */
export function createHostAgent({ fleet, enrolled, api, faults, counts, record, onRefused }: Options) {
  const { host, hostId, credential } = enrolled;
  const spool: number[] = [];
  let batchSize = MAX_BATCH;
  let tries = 0;
  let isSending = false;
  let isStopped = false;
  let retry: NodeJS.Timeout | undefined;
  let intervalSeconds: number | null = null;

  async function flush(): Promise<void> {
    if (isSending || isStopped || spool.length === 0) return;
    isSending = true;
    clearTimeout(retry);
    try {
      while (spool.length > 0 && !isStopped && (await sendBatch()));
    } finally {
      isSending = false;
    }
  }

  /** False: wait before the next one. */
  async function sendBatch(): Promise<boolean> {
    const times = spool.slice(0, batchSize);
    const [oldest = 0] = times;
    const fault = faults.wire(host, oldest, tries);
    counts.sent += times.length;
    const sent = await api.send(credential, envelope(times), fault);
    if (sent.kind !== 'taken') return notTaken(sent);
    tries = 0;
    batchSize = MAX_BATCH;
    intervalSeconds = sent.answer.nextReportSeconds;
    acknowledge(times, sent.answer.results);
    if (faults.isRepeated(host, oldest)) await repeat(times);
    return true;
  }

  function envelope(times: readonly number[]) {
    return {
      schema: 1,
      sentAt: sentAtOf(host, Date.now()),
      spool: { pending: spool.length - times.length, dropped: counts.dropped },
      snapshots: times.map((time) => snapshotAt(fleet, host, time)),
    };
  }

  function acknowledge(times: readonly number[], results: readonly SnapshotResult[]): void {
    spool.splice(0, times.length);
    const acknowledgedAt = new Date().toISOString();
    for (const { outcome } of results)
      counts[outcome === 'stored' ? 'stored' : outcome === 'duplicate' ? 'duplicates' : 'rejected'] += 1;
    record(
      results.map(({ snapshotId, outcome, code }) => ({
        hostId,
        snapshotId,
        outcome,
        ...(code && { code }),
        acknowledgedAt,
      })),
    );
  }

  /** As a client that did not hear the answer would: the server must answer `duplicate`. */
  async function repeat(times: readonly number[]): Promise<void> {
    const again = await api.send(credential, envelope(times), null);
    if (again.kind !== 'taken') return;
    counts.duplicates += again.answer.results.filter(({ outcome }) => outcome === 'duplicate').length;
  }

  function notTaken(sent: Exclude<Sent, { kind: 'taken' }>): boolean {
    tries += 1;
    if (sent.kind === 'lost') {
      counts.lost += 1;
      waitAndRetry(null);
      return false;
    }
    counts.refused += 1;
    const { refusal } = sent;
    if (BODY_FAULTS.has(refusal.status)) return halve();
    if (refusal.status === 401 || refusal.status === 403) {
      stop();
      onRefused(refusal);
      return false;
    }
    waitAndRetry(refusal.retryAfterSeconds);
    return false;
  }

  function halve(): boolean {
    if (batchSize === 1) {
      spool.shift();
      counts.dropped += 1;
    }
    batchSize = Math.max(1, batchSize >> 1);
    return true;
  }

  function waitAndRetry(afterSeconds: number | null): void {
    const backoffMs = Math.random() * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(tries, 9));
    retry = setTimeout(() => void flush(), afterSeconds === null ? backoffMs : afterSeconds * 1000);
  }

  function stop(): void {
    isStopped = true;
    clearTimeout(retry);
  }

  return {
    host,
    /** As last told by the server. */
    intervalSeconds: () => intervalSeconds,
    oldestUnsent: () => spool[0] ?? null,
    isStopped: () => isStopped,
    /** The agent ran at this time; whether and when that is sent does not hold up its next run. */
    collect: (time: number) => {
      if (isStopped) return;
      spool.push(time);
      if (spool.length > MAX_SPOOL) {
        spool.shift();
        counts.dropped += 1;
      }
      if (!isWaiting()) void flush();
    },
    stop,
  };

  /** While a refused or lost request waits for its turn, new snapshots wait with it. */
  function isWaiting(): boolean {
    return tries > 0 && !isSending && spool.length > 1;
  }
}

export type HostAgent = ReturnType<typeof createHostAgent>;
