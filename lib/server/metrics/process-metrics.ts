import { Counter, Histogram, Registry } from 'prom-client';
import { REJECTION_CODES } from '@/lib/contracts/agent';
import type { PoolUse } from '@/lib/server/db/client';
import { isServiceError } from '@/lib/server/errors';
import { addGauge, addValue, momentOf } from '@/lib/server/metrics/gauges';
import { createJobTimes, type JobTimes } from '@/lib/server/metrics/job-times';
import { type IngestObserver, REFUSAL_REASONS } from '@/lib/server/services/snapshot';

export type AnsweredRequest = { route: string; method: string; status: number; seconds: number };

type IngestCounter = Pick<IngestObserver, 'committed' | 'refused'>;

/** What this process counts about itself. Another instance has its own numbers. */
export type ProcessMetrics = {
  ingest: IngestCounter;
  answered: (request: AnsweredRequest) => void;
  /** When each background job last succeeded. */
  jobs: JobTimes;
  /** Sets the function that counts browsers with an open event stream. */
  countStreams: (count: () => number) => void;
  /** Prometheus text. */
  print: () => Promise<string>;
  stop: () => void;
};

type Sources = {
  version: string;
  /** Requests that wait for their batch. */
  waiting: () => number;
  pools: Readonly<Record<string, () => PoolUse>>;
  /** Whether the connection by which this process learns of changes is up. */
  isFollowing: () => boolean;
  replicaLagSeconds: () => number;
  /** Null if this server does not speak TLS itself. */
  certificateEndsAt: () => Date | null;
};

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LAG_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const BATCH_SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];
const LAG_EVERY_MS = 100;

type Words<T extends string> = { label: T; words: readonly string[] };

/** Every series exists from the beginning, so that its first event counts as an increase. */
function createCounter<T extends string>(
  registry: Registry,
  name: string,
  help: string,
  { label, words }: Words<T>,
): Counter<T> {
  const counter = new Counter({ name, help, labelNames: [label], registers: [registry] });
  for (const word of words) counter.labels(word).inc(0);
  return counter;
}

function createIngestMetrics(registry: Registry): IngestCounter {
  const registers = [registry];
  const snapshots = createCounter(
    registry,
    'gf_ingest_snapshots_total',
    'Snapshots answered, by outcome; stored and duplicate are committed.',
    { label: 'outcome', words: ['stored', 'duplicate', 'rejected'] },
  );
  const rejections = createCounter(
    registry,
    'gf_ingest_rejections_total',
    'Snapshots rejected, by code; invalid_body counts requests whose whole body was refused.',
    { label: 'code', words: [...REJECTION_CODES, 'invalid_body'] },
  );
  const putOff = createCounter(
    registry,
    'gf_ingest_put_off_total',
    'Requests put off instead of being written, by reason: 429 for over_limit, out_of_order and rejected, else 503.',
    { label: 'reason', words: REFUSAL_REASONS },
  );
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, buckets, registers });
  const requests = histogram('gf_ingest_batch_requests', 'Requests per committed batch.', BATCH_SIZES);
  const items = histogram('gf_ingest_batch_snapshots', 'Snapshots per committed batch.', BATCH_SIZES);
  const commit = histogram('gf_ingest_commit_seconds', 'From taking a batch to its COMMIT.', SECONDS);
  return {
    refused: (reason) => putOff.inc({ reason }),
    committed: ({ seconds, outcome }) => {
      commit.observe(seconds);
      requests.observe(outcome.length);
      const answered = outcome.flatMap((answer) => (isServiceError(answer) ? [] : [answer]));
      items.observe(answered.reduce((sum, results) => sum + (results?.length ?? 0), 0));
      for (const results of answered) {
        if (results === null) rejections.inc({ code: 'invalid_body' });
        for (const { outcome: what, code } of results ?? []) {
          snapshots.inc({ outcome: what });
          if (what === 'rejected') rejections.inc({ code: code ?? 'invalid_snapshot' });
        }
      }
    },
  };
}

/** How late a timer fires, which is how long other work waits on the main thread. */
function watchEventLoop(registry: Registry): () => void {
  const lag = new Histogram({
    name: 'gf_event_loop_lag_seconds',
    help: 'How late a timer of 100 ms fired.',
    buckets: LAG_SECONDS,
    registers: [registry],
  });
  let due = performance.now() + LAG_EVERY_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    lag.observe(Math.max(0, now - due) / 1000);
    due = now + LAG_EVERY_MS;
  }, LAG_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** These few are read here because the defaults of prom-client start observers that nothing ends. */
function addProcessMetrics(registry: Registry, version: string): void {
  const startedAtSeconds = Date.now() / 1000 - process.uptime();
  addGauge(registry, { name: 'gf_build_info', help: 'Always 1.', labelNames: ['version', 'node'] }, () => [
    { labels: { version, node: process.versions.node }, value: 1 },
  ]);
  addValue(registry, 'process_start_time_seconds', 'When this server started.', () => startedAtSeconds);
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time used.',
    registers: [registry],
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  addValue(registry, 'process_resident_memory_bytes', 'Memory held.', () => process.memoryUsage.rss());
  addValue(
    registry,
    'gf_heap_used_bytes',
    'JavaScript objects alive or not yet collected.',
    () => process.memoryUsage().heapUsed,
  );
}

function addPools(registry: Registry, pools: Sources['pools']): void {
  const help =
    'Database connections by pool: most allowed, open, open and idle; waiting counts who waits for one.';
  addGauge(registry, { name: 'gf_database_pool', help, labelNames: ['pool', 'state'] }, () =>
    Object.entries(pools).flatMap(([pool, use]) =>
      Object.entries(use()).map(([state, value]) => ({ labels: { pool, state }, value })),
    ),
  );
}

function addSources(registry: Registry, sources: Sources): void {
  const { version, waiting, pools, isFollowing, replicaLagSeconds, certificateEndsAt } = sources;
  addProcessMetrics(registry, version);
  addValue(registry, 'gf_ingest_queue_requests', 'Requests that wait for their batch.', waiting);
  addPools(registry, pools);
  addValue(
    registry,
    'gf_event_source_up',
    'Whether the connection stands by which this process hears of changes.',
    () => Number(isFollowing()),
  );
  addValue(
    registry,
    'gf_replica_lag_seconds',
    'How far the replica is behind; it grows while the replica is away, and is 0 where there is none.',
    replicaLagSeconds,
  );
  addGauge(
    registry,
    {
      name: 'gf_tls_not_after_timestamp_seconds',
      help: 'When the certificate ends that this server shows; none where it does not speak TLS itself.',
    },
    () => momentOf(certificateEndsAt()),
  );
}

/** What the API answered, by the route as it is written in the code. */
function countAnswers(registry: Registry): ProcessMetrics['answered'] {
  const registers = [registry];
  const requests = new Counter({
    name: 'gf_http_requests_total',
    help: 'Requests answered by the API.',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'gf_http_request_seconds',
    help: 'From a request to its answer.',
    labelNames: ['route'],
    buckets: SECONDS,
    registers,
  });
  return ({ route, method, status, seconds }) => {
    requests.inc({ route, method, status });
    durations.observe({ route }, seconds);
  };
}

export function createProcessMetrics(sources: Sources): ProcessMetrics {
  const registry = new Registry();
  const jobs = createJobTimes();
  let streams = () => 0;
  addSources(registry, sources);
  addGauge(
    registry,
    {
      name: 'gf_job_last_success_timestamp_seconds',
      help: 'When each background job last did all of its work; at first when it began.',
      labelNames: ['job'],
    },
    () => jobs.all().map(({ job, at }) => ({ labels: { job }, value: at.getTime() / 1000 })),
  );
  addValue(registry, 'gf_event_streams', 'Browsers with a stream of events open.', () => streams());
  return {
    ingest: createIngestMetrics(registry),
    jobs,
    countStreams: (count) => {
      streams = count;
    },
    answered: countAnswers(registry),
    print: () => registry.metrics(),
    stop: watchEventLoop(registry),
  };
}
