import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { EVENTS_PATH } from '@/lib/contracts/words/events';
import { REPORTING, STATES } from '@/lib/domain/vocabulary';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { addGauge, addValue, momentOf, type Sample } from '@/lib/server/metrics/gauges';
import type { Runtime } from '@/lib/server/runtime';
import { type FleetMeasures, measureFleet } from '@/lib/server/services/system';

const SECONDS_PER_DAY = 86_400;

type Hosts = FleetMeasures['hosts'];
type Storage = NonNullable<FleetMeasures['storage']>;

/** Lists every word for every fabric, so that a count that falls to none becomes 0 instead of disappearing. */
function countsBy<T extends string>(
  hosts: Hosts,
  label: string,
  words: readonly T[],
  wordOf: (row: Hosts[number]) => T,
): Sample[] {
  const fabrics = [...new Set(hosts.map(({ fabric }) => fabric))];
  return fabrics.flatMap((fabric) =>
    words.map((word) => {
      const rows = hosts.filter((row) => row.fabric === fabric && wordOf(row) === word);
      return { labels: { fabric, [label]: word }, value: rows.reduce((sum, row) => sum + row.hosts, 0) };
    }),
  );
}

function addHosts(registry: Registry, hosts: Hosts): void {
  addGauge(
    registry,
    { name: 'gf_hosts', help: 'Hosts by fabric and state.', labelNames: ['fabric', 'state'] },
    () => countsBy(hosts, 'state', STATES, ({ state }) => state),
  );
  addGauge(
    registry,
    {
      name: 'gf_hosts_reporting',
      help: 'Hosts by fabric and how they report; silent, faulty and never are not vouched for.',
      labelNames: ['fabric', 'reporting'],
    },
    () => countsBy(hosts, 'reporting', REPORTING, ({ reporting }) => reporting),
  );
}

function addStorage(registry: Registry, { partitions, databaseBytes }: Storage, retentionDays: number): void {
  addValue(registry, 'gf_database_bytes', 'Size of the database on disk.', () => databaseBytes);
  addValue(
    registry,
    'gf_retention_seconds',
    'How far back a snapshot may reach.',
    () => retentionDays * SECONDS_PER_DAY,
  );
  const labelNames = ['table'];
  addGauge(registry, { name: 'gf_partitions', help: 'Partitions by table.', labelNames }, () =>
    partitions.map(({ table, partitions: value }) => ({ labels: { table }, value })),
  );
  const oldest = {
    name: 'gf_partition_oldest_timestamp_seconds',
    help: 'Where the oldest partition begins.',
    labelNames,
  };
  addGauge(registry, oldest, () =>
    partitions.flatMap(({ table, oldest: at }) =>
      momentOf(at).map(({ value }) => ({ labels: { table }, value })),
    ),
  );
}

function addWork(registry: Registry, { reports, mails, backupAt }: Storage['work']): void {
  const labelNames = ['state'];
  const byState = (rows: typeof reports) =>
    rows.map(({ state, count }) => ({ labels: { state }, value: count }));
  addGauge(
    registry,
    {
      name: 'gf_reports',
      help: 'Compliance reports that wait or are being made, and those that failed within a day.',
      labelNames,
    },
    () => byState(reports),
  );
  addGauge(
    registry,
    {
      name: 'gf_report_mails',
      help: 'Mails of reports that wait or are being sent, and what became of those of the last day.',
      labelNames,
    },
    () => byState(mails),
  );
  addGauge(
    registry,
    {
      name: 'gf_backup_last_timestamp_seconds',
      help: 'When gf last made a backup; none where it never did.',
    },
    () => momentOf(backupAt),
  );
}

/** Prometheus text. The counts of the process cover all fabrics, so only callers who may see all get them. */
export const metricsRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const schema = {
    operationId: 'getMetrics',
    summary: 'Shows the metrics of this server for Prometheus.',
    tags: ['health'],
    response: { 200: z.string() },
  };
  scope.get('/api/metrics', { schema }, async (request, reply) => {
    const { hosts, storage } = await measureFleet({ ctx: request.ctx });
    const registry = new Registry();
    if (storage) {
      addStorage(registry, storage, runtime.settings.retentionDays);
      addWork(registry, storage.work);
    }
    addHosts(registry, hosts);
    const texts = [...(storage ? [runtime.metrics.print()] : []), registry.metrics()];
    const text = (await Promise.all(texts)).join('\n');
    return reply.type(registry.contentType).serializer(String).send(text);
  });
};

/** Labels are routes as written in the code, never requested paths. */
export function countRequests(app: FastifyInstance, { metrics }: Runtime): void {
  app.addHook('onResponse', async (request, reply) => {
    // Nobody waits for the end of a stream.
    if (request.routeOptions.url === EVENTS_PATH) return;
    metrics.answered({
      route: request.routeOptions.url ?? 'none',
      method: request.method,
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    });
  });
}
