import type { SnapshotResult, SnapshotsOutput } from '@/lib/contracts/agent';
import type { AgentApi, Refusal, Sent } from './agent-api';
import type { FaultPlan } from './faults';
import type { Fleet, FleetHost } from './fleet/fleet';
import { type Repair, repaired } from './fleet/repairs';
import { sentAtOf, snapshotAt } from './fleet/snapshot';
import type { LedgerEntry } from './ledger';

/** A host that may send: known to the server by this credential. */
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
  /** Every wait before a retry is multiplied by it; below 1 for tests that cannot wait minutes. */
  waitScale: number;
  /** Told once: the server no longer takes this host's credential. */
  onRefused: (refusal: Refusal) => void;
};

const MAX_SPOOL = 2_000;
/** What was acknowledged is kept for a server that was restored from a backup: 72 h, or as many as these. */
const KEPT_MS = 72 * 3_600_000;
const MAX_KEPT = 1_000;
const MAX_BATCH = 50;
const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 300_000;
/** The body is at fault: sent again as it is, it would be refused again. */
const BODY_FAULTS: ReadonlySet<number> = new Set([400, 413, 422]);

/** What an agent owes the server: a spool, oldest first, kept until it is acknowledged. */
export class HostAgent {
  /** As last told by the server. */
  intervalSeconds: number | null = null;
  isStopped = false;
  /** Times of runs whose snapshots are not acknowledged yet: what was seen then is made again from the seed. */
  private readonly spool: number[] = [];
  /** Times of what the server has acknowledged under its present epoch. */
  private kept: number[] = [];
  private epoch: string | null = null;
  private batchSize = MAX_BATCH;
  private tries = 0;
  private isSending = false;
  private underWay: Promise<void> = Promise.resolve();
  private retry: NodeJS.Timeout | undefined;

  private present: FleetHost;

  constructor(private readonly options: Options) {
    this.present = options.enrolled.host;
  }

  get host(): FleetHost {
    return this.present;
  }

  get hostId(): string {
    return this.options.enrolled.hostId;
  }

  /** Somebody repaired the host, and has its agent send at once. */
  mend(repair: Repair): void {
    this.present = repaired(this.present, repair);
    this.collect(Date.now());
  }

  pending(): number {
    return this.spool.length;
  }

  oldestUnsent(): number | null {
    return this.spool[0] ?? null;
  }

  /** The agent ran at this time; whether and when that is sent does not hold up its next run. */
  collect(time: number): void {
    if (this.isStopped) return;
    this.spool.push(time);
    // Not while a batch is under way: its answer is matched with the oldest ones.
    if (this.spool.length > MAX_SPOOL && !this.isSending) this.drop();
    // While a lost or refused request waits for its turn, what is new waits behind it.
    if (this.tries === 0) this.flush();
  }

  /** Ends with what is under way; nothing is counted after that. */
  stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.retry);
    return this.underWay;
  }

  private flush(): void {
    if (!this.isSending) this.underWay = this.sendAll();
  }

  private async sendAll(): Promise<void> {
    this.isSending = true;
    clearTimeout(this.retry);
    let mayGoOn = true;
    while (mayGoOn && this.spool.length > 0 && !this.isStopped) mayGoOn = await this.sendBatch();
    this.isSending = false;
  }

  /** False: wait before the next one. */
  private async sendBatch(): Promise<boolean> {
    const { api, faults, counts, enrolled } = this.options;
    const times = this.spool.slice(0, this.batchSize);
    const [oldest = 0] = times;
    counts.sent += times.length;
    const fault = faults.wire(this.host, oldest, this.tries);
    const sent = await api.send(enrolled.credential, this.envelope(times), fault);
    if (sent.kind !== 'taken') return this.notTaken(sent);
    this.tries = 0;
    this.batchSize = MAX_BATCH;
    this.intervalSeconds = sent.answer.nextReportSeconds;
    this.spool.splice(0, times.length);
    this.acknowledge(sent.answer.results);
    this.keep(times, sent.answer);
    if (faults.isRepeated(this.host, oldest)) await this.repeat(times);
    return true;
  }

  private envelope(times: readonly number[]) {
    const { fleet, counts } = this.options;
    return {
      schema: 1,
      sentAt: sentAtOf(this.host, Date.now()),
      spool: { pending: Math.max(0, this.spool.length - times.length), dropped: counts.dropped },
      snapshots: times.map((time) => snapshotAt(fleet, this.host, time)),
    };
  }

  private acknowledge(results: readonly SnapshotResult[]): void {
    const { counts, record, enrolled } = this.options;
    const acknowledgedAt = new Date().toISOString();
    for (const { outcome } of results) counts[COUNT_OF[outcome]] += 1;
    record(
      results.map(({ snapshotId, outcome, code }) => ({
        hostId: enrolled.hostId,
        snapshotId,
        outcome,
        ...(code && { code }),
        acknowledgedAt,
      })),
    );
  }

  /** A new epoch is a database of before: it may have lost what it had acknowledged, so all of that goes again. */
  private keep(times: readonly number[], { serverEpoch, results }: SnapshotsOutput): void {
    if (this.epoch !== null && this.epoch !== serverEpoch) this.spool.unshift(...this.kept.splice(0));
    this.epoch = serverEpoch;
    const isTaken = (index: number) => results[index]?.outcome !== 'rejected';
    const oldest = Date.now() - KEPT_MS;
    const kept = [...this.kept, ...times.filter((_time, index) => isTaken(index))];
    this.kept = kept.filter((time) => time >= oldest).slice(-MAX_KEPT);
  }

  /** As a client that did not hear the answer would: the server must answer `duplicate`. */
  private async repeat(times: readonly number[]): Promise<void> {
    const { api, enrolled } = this.options;
    const again = await api.send(enrolled.credential, this.envelope(times), null);
    if (again.kind === 'taken') this.acknowledge(again.answer.results);
  }

  private notTaken(sent: Exclude<Sent, { kind: 'taken' }>): boolean {
    // Cut by its own stop: nothing was lost on the way.
    if (this.isStopped) return false;
    const { counts, onRefused } = this.options;
    this.tries += 1;
    if (sent.kind === 'lost') {
      counts.lost += 1;
      this.waitAndRetry(null);
      return false;
    }
    counts.refused += 1;
    const { status, retryAfterSeconds } = sent.refusal;
    if (BODY_FAULTS.has(status)) return this.halve();
    if (status === 401 || status === 403) {
      void this.stop();
      // Nobody will ever take it: a demo that waited for it would send everything since once more at its next start.
      this.spool.length = 0;
      onRefused(sent.refusal);
      return false;
    }
    this.waitAndRetry(retryAfterSeconds);
    return false;
  }

  private halve(): true {
    if (this.batchSize === 1) this.drop();
    this.batchSize = Math.max(1, this.batchSize >> 1);
    return true;
  }

  private drop(): void {
    this.spool.shift();
    this.options.counts.dropped += 1;
  }

  private waitAndRetry(afterSeconds: number | null): void {
    const mostMs = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(this.tries, 9));
    const waitMs = afterSeconds === null ? Math.random() * mostMs : afterSeconds * 1000;
    this.retry = setTimeout(() => this.flush(), waitMs * this.options.waitScale);
  }
}

const COUNT_OF = { stored: 'stored', duplicate: 'duplicates', rejected: 'rejected' } as const;
