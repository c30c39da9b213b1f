import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { EVENTS_PATH } from '@/lib/contracts/words/events';
import { REPORTING, STATES } from '@/lib/domain/vocabulary';
import { answersReaders } from '@/lib/server/http/api/read-api';
import type { Runtime } from '@/lib/server/runtime';
import { type FleetMeasures, measureFleet } from '@/lib/server/services/system';
import { type Family, PROMETHEUS_TEXT, printFamilies } from '@/lib/util/prometheus-text';

const SECONDS_PER_DAY = 86_400;

type Hosts = FleetMeasures['hosts'];

/** Lists every word for every fabric, so that a count that falls to none becomes 0 instead of disappearing. */
function countsBy<T extends string>(
  hosts: Hosts,
  label: string,
  words: readonly T[],
  wordOf: (row: Hosts[number]) => T,
): Family['samples'] {
  const fabrics = [...new Set(hosts.map(({ fabric }) => fabric))];
  return fabrics.flatMap((fabric) =>
    words.map((word) => {
      const rows = hosts.filter((row) => row.fabric === fabric && wordOf(row) === word);
      return { labels: { fabric, [label]: word }, value: rows.reduce((sum, row) => sum + row.hosts, 0) };
    }),
  );
}

function hostFamilies(hosts: Hosts): Family[] {
  return [
    {
      name: 'gf_hosts',
      help: 'Hosts by fabric and state.',
      type: 'gauge',
      samples: countsBy(hosts, 'state', STATES, ({ state }) => state),
    },
    {
      name: 'gf_hosts_reporting',
      help: 'Hosts by fabric and how they report; silent, faulty and never are not vouched for.',
      type: 'gauge',
      samples: countsBy(hosts, 'reporting', REPORTING, ({ reporting }) => reporting),
    },
  ];
}

function storageFamilies(
  { partitions, databaseBytes }: NonNullable<FleetMeasures['storage']>,
  retentionDays: number,
): Family[] {
  const alone = (value: number) => [{ labels: {}, value }];
  const byTable = (read: (fact: (typeof partitions)[number]) => number | undefined) =>
    partitions.flatMap((fact) => {
      const value = read(fact);
      return value === undefined ? [] : [{ labels: { table: fact.table }, value }];
    });
  const gauge = (name: string, help: string, samples: Family['samples']): Family => ({
    name,
    help,
    type: 'gauge',
    samples,
  });
  return [
    gauge('gf_database_bytes', 'Size of the database on disk.', alone(databaseBytes)),
    gauge(
      'gf_retention_seconds',
      'How far back a snapshot may reach.',
      alone(retentionDays * SECONDS_PER_DAY),
    ),
    gauge(
      'gf_partitions',
      'Partitions by table.',
      byTable(({ partitions: count }) => count),
    ),
    gauge(
      'gf_partition_oldest_timestamp_seconds',
      'Where the oldest partition begins.',
      byTable(({ oldest }) => (oldest ? oldest.getTime() / 1000 : undefined)),
    ),
  ];
}

function workFamilies({ reports, mails, backupAt }: NonNullable<FleetMeasures['storage']>['work']): Family[] {
  const byState = (rows: typeof reports) =>
    rows.map(({ state, count }) => ({ labels: { state }, value: count }));
  return [
    {
      name: 'gf_reports',
      help: 'Compliance reports that wait or are being made, and those that failed within a day.',
      type: 'gauge',
      samples: byState(reports),
    },
    {
      name: 'gf_report_mails',
      help: 'Mails of reports that wait or are being sent, and what became of those of the last day.',
      type: 'gauge',
      samples: byState(mails),
    },
    {
      name: 'gf_backup_last_timestamp_seconds',
      help: 'When gf last made a backup; none where it never did.',
      type: 'gauge',
      samples: backupAt === null ? [] : [{ labels: {}, value: backupAt.getTime() / 1000 }],
    },
  ];
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
    const whole = storage
      ? [
          ...runtime.metrics.families(),
          ...storageFamilies(storage, runtime.settings.retentionDays),
          ...workFamilies(storage.work),
        ]
      : [];
    const text = printFamilies([...whole, ...hostFamilies(hosts)]);
    return reply.type(PROMETHEUS_TEXT).serializer(String).send(text);
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
