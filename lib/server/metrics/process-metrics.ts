import { REJECTION_CODES } from '@/lib/contracts/agent';
import type { PoolUse } from '@/lib/server/db/client';
import { isServiceError } from '@/lib/server/errors';
import { createCounter, createHistogram } from '@/lib/server/metrics/instruments';
import { createJobTimes, type JobTimes } from '@/lib/server/metrics/job-times';
import { type IngestObserver, REFUSAL_REASONS } from '@/lib/server/services/snapshot';
import type { Family } from '@/lib/util/prometheus-text';

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
  families: () => Family[];
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

const gauge = (name: string, help: string, value: number): Family => ({
  name,
  help,
  type: 'gauge',
  samples: [{ labels: {}, value }],
});

function createIngestMetrics() {
  const snapshots = createCounter(
    'gf_ingest_snapshots_total',
    'Snapshots answered, by outcome; stored and duplicate are committed.',
    ['stored', 'duplicate', 'rejected'].map((outcome) => ({ outcome })),
  );
  const rejections = createCounter(
    'gf_ingest_rejections_total',
    'Snapshots rejected, by code; invalid_body counts requests whose whole body was refused.',
    [...REJECTION_CODES, 'invalid_body'].map((code) => ({ code })),
  );
  const putOff = createCounter(
    'gf_ingest_put_off_total',
    'Requests put off instead of being written, by reason: 429 for over_limit, out_of_order and rejected, else 503.',
    REFUSAL_REASONS.map((reason) => ({ reason })),
  );
  const requests = createHistogram('gf_ingest_batch_requests', 'Requests per committed batch.', BATCH_SIZES);
  const items = createHistogram('gf_ingest_batch_snapshots', 'Snapshots per committed batch.', BATCH_SIZES);
  const commit = createHistogram('gf_ingest_commit_seconds', 'From taking a batch to its COMMIT.', SECONDS);
  const observer: IngestCounter = {
    refused: (reason) => putOff.add({ reason }),
    committed: ({ seconds, outcome }) => {
      commit.observe(seconds);
      requests.observe(outcome.length);
      const answered = outcome.flatMap((answer) => (isServiceError(answer) ? [] : [answer]));
      items.observe(answered.reduce((sum, results) => sum + (results?.length ?? 0), 0));
      for (const results of answered) {
        if (results === null) rejections.add({ code: 'invalid_body' });
        for (const { outcome: what, code } of results ?? []) {
          snapshots.add({ outcome: what });
          if (what === 'rejected') rejections.add({ code: code ?? 'invalid_snapshot' });
        }
      }
    },
  };
  return {
    observer,
    families: () => [snapshots, rejections, putOff, requests, items, commit].map((one) => one.family()),
  };
}

/** How late a timer fires, which is how long other work waits on the main thread. */
function watchEventLoop() {
  const lag = createHistogram('gf_event_loop_lag_seconds', 'How late a timer of 100 ms fired.', LAG_SECONDS);
  let due = performance.now() + LAG_EVERY_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    lag.observe(Math.max(0, now - due) / 1000);
    due = now + LAG_EVERY_MS;
  }, LAG_EVERY_MS);
  timer.unref();
  return { family: lag.family, stop: () => clearInterval(timer) };
}

function poolFamily(pools: Sources['pools']): Family {
  const samples = Object.entries(pools).flatMap(([pool, use]) =>
    Object.entries(use()).map(([state, value]) => ({ labels: { pool, state }, value })),
  );
  return {
    name: 'gf_database_pool',
    help: 'Database connections by pool: most allowed, open, open and idle; waiting counts who waits for one.',
    type: 'gauge',
    samples,
  };
}

function processFamilies(version: string, startedAtSeconds: number): Family[] {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const labels = { version, node: process.versions.node };
  return [
    { name: 'gf_build_info', help: 'Always 1.', type: 'gauge', samples: [{ labels, value: 1 }] },
    gauge('process_start_time_seconds', 'When this server started.', startedAtSeconds),
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time used.',
      type: 'counter',
      samples: [{ labels: {}, value: (user + system) / 1e6 }],
    },
    gauge('process_resident_memory_bytes', 'Memory held.', rss),
    gauge('gf_heap_used_bytes', 'JavaScript objects alive or not yet collected.', heapUsed),
  ];
}

function certificateFamily(endsAt: Date | null): Family {
  return {
    name: 'gf_tls_not_after_timestamp_seconds',
    help: 'When the certificate ends that this server shows; none where it does not speak TLS itself.',
    type: 'gauge',
    samples: endsAt === null ? [] : [{ labels: {}, value: endsAt.getTime() / 1000 }],
  };
}

export function createProcessMetrics(sources: Sources): ProcessMetrics {
  const { version, waiting, pools, isFollowing, replicaLagSeconds, certificateEndsAt } = sources;
  const startedAtSeconds = Date.now() / 1000 - process.uptime();
  const ingest = createIngestMetrics();
  const eventLoop = watchEventLoop();
  const requests = createCounter('gf_http_requests_total', 'Requests answered by the API.');
  const durations = createHistogram('gf_http_request_seconds', 'From a request to its answer.', SECONDS);
  const jobs = createJobTimes();
  let streams = () => 0;
  return {
    ingest: ingest.observer,
    jobs,
    countStreams: (count) => {
      streams = count;
    },
    answered: ({ route, method, status, seconds }) => {
      requests.add({ route, method, status: String(status) });
      durations.observe(seconds, { route });
    },
    families: () => [
      ...processFamilies(version, startedAtSeconds),
      eventLoop.family(),
      ...ingest.families(),
      gauge('gf_ingest_queue_requests', 'Requests that wait for their batch.', waiting()),
      poolFamily(pools),
      jobs.family(),
      gauge('gf_event_streams', 'Browsers with a stream of events open.', streams()),
      gauge(
        'gf_event_source_up',
        'Whether the connection stands by which this process hears of changes.',
        Number(isFollowing()),
      ),
      gauge(
        'gf_replica_lag_seconds',
        'How far the replica is behind; it grows while the replica is away, and is 0 where there is none.',
        replicaLagSeconds(),
      ),
      certificateFamily(certificateEndsAt()),
      requests.family(),
      durations.family(),
    ],
    stop: eventLoop.stop,
  };
}
