import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { poolUse } from '@/lib/server/db/client';
import type { TimeLimits } from '@/lib/server/process/time-limits';
import { createReport } from '@/lib/server/services/report';
import { systemCtx } from '@/test/support/callers';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { deliver, enrolledHost, snapshotAt } from '@/test/support/ingest';
import { startTcpProxy, type TcpProxy } from '@/test/support/rig/tcp-proxy';
import { startTestServer, type TestServer } from '@/test/support/server';

// R6 as well: the connections to PostgreSQL go silent and none of them is closed, while new ones work. So it is after a power
// loss of the database's machine, a moved address, or a firewall that forgets what it knows.

let database: TestDatabase;
let proxy: TcpProxy;
beforeEach(async () => {
  database = await testDatabase();
  proxy = await startTcpProxy({ targets: [Number(new URL(database.runtimeUrl).port)] });
});
afterEach(async () => {
  await proxy.stop();
  await database.drop();
});

/** As few as there may be. */
const JOB_CONNECTIONS = 6;

function startBehindProxy(limits: Partial<TimeLimits>): Promise<TestServer> {
  const url = new URL(database.runtimeUrl);
  url.port = new URL(proxy.address).port;
  const variables = { GF_CONNECTIONS_JOBS: String(JOB_CONNECTIONS) };
  return startTestServer({ limits, variables, database: { ...database, runtimeUrl: url.href } });
}

/** Opens every connection that jobs may have, so that none of them finds a new one. */
async function openAllOfJobs({ runtime: { jobsDb } }: TestServer): Promise<void> {
  const sleep = () => jobsDb.$queryRaw`SELECT pg_sleep(0.5)::text`;
  const asked = Array.from({ length: JOB_CONNECTIONS }, sleep);
  await expect.poll(() => poolUse(jobsDb).open).toBe(JOB_CONNECTIONS);
  await Promise.all(asked);
}

async function readiness({ address }: TestServer) {
  const response = await fetch(`${address}/api/health/ready`);
  const body: { title?: string } = await response.json();
  return { status: response.status, title: body.title };
}

/** Jobs that have a round every few seconds. */
const OFTEN = ['live', 'queue'];

const goneWellSince = ({ runtime }: TestServer, ms: number) =>
  runtime.metrics.jobs
    .all()
    .filter(({ at }) => at.getTime() > ms)
    .map(({ job }) => job);

describe('a server whose connections have gone silent', () => {
  it('goes on with its background jobs, takes snapshots, answers and is ready, all by itself', async () => {
    const server = await startBehindProxy({ answerMs: 3_000 });
    const { runtime } = server;
    const now = new Date();
    const host = await enrolledHost(runtime.db, now);
    await expect.poll(() => poolUse(runtime.jobsDb).open).toBeGreaterThan(2);
    expect(proxy.freeze()).toBeGreaterThan(4);
    const frozenAt = Date.now();
    await expect.poll(async () => (await readiness(server)).status).toBe(200);
    await expect.poll(() => goneWellSince(server, frozenAt)).toEqual(expect.arrayContaining(OFTEN));
    const { id } = await createReport({
      ctx: systemCtx(runtime.db),
      input: { kind: 'moment', lang: 'en', timeZone: 'UTC', title: 'After the silence' },
    });
    const reportNow = () => runtime.db.report.findUnique({ where: { id } });
    await expect.poll(reportNow).toMatchObject({ state: 'ready' });
    const sent = { receivedAt: now, snapshots: [snapshotAt(host, now)] };
    const isTaken = () =>
      deliver(runtime.ingestDb, host, sent).then(
        () => true,
        () => false,
      );
    await expect.poll(isTaken).toBe(true);
    expect((await readiness(server)).status).toBe(200);
    await server.stopServing();
  });

  it('says that it is not ready while its jobs hang, and still stops in its time', async () => {
    // Nothing is found out here: the limit of an answer is longer than this test.
    const server = await startBehindProxy({ answerMs: 600_000, jobsQuietMs: 2_000, stopMs: 3_000 });
    await openAllOfJobs(server);
    proxy.freeze();
    const title = 'No background job has gone well for 2 seconds';
    await expect.poll(() => readiness(server)).toEqual({ status: 503, title });
    await server.stopServing();
    expect(server.logged.join('\n')).toContain('what was still under way is cut off');
  });
});
