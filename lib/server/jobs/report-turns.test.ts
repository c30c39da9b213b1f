import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import type { Ctx } from '@/lib/server/context';
import { loadEnv } from '@/lib/server/process/env';
import { createLogger } from '@/lib/server/process/logger';
import { createRuntime, type Runtime } from '@/lib/server/runtime';
import { cancelReport, createReport } from '@/lib/server/services/report';
import { systemCtx } from '@/test/support/callers';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { uniqueName } from '@/test/support/world';
import { workThroughQueue } from './work-queue';

// Whose report is made next: the real queue makes real reports, of a fleet without hosts.

const dataDir = temporaryFolder('gf-report-turns-');
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

let database: TestDatabase;
let runtime: Runtime;

beforeEach(async () => {
  database = await testDatabase();
  const env = loadEnv({ NODE_ENV: 'test', PORT: '0', GF_DATA_DIR: dataDir });
  const log = createLogger({ level: 'error', write: () => undefined });
  runtime = await createRuntime({ env, log, runtimeUrl: database.runtimeUrl });
});

afterEach(async () => {
  await runtime.close();
  await database.drop();
});

function author(): Ctx {
  const id = uniqueName('author');
  const actor = { kind: 'operator', id, name: id, email: '', role: 'auditor', fabrics: 'all' } as const;
  return { ...systemCtx(runtime.db), actor };
}

async function ask(ctx: Ctx): Promise<string> {
  const { id } = await createReport({ ctx, input: { kind: 'moment', lang: 'en', timeZone: 'UTC' } });
  return id;
}

/** Works through the queue until these are made, and answers with the order in which they were. */
async function made(...ids: string[]): Promise<string[]> {
  const where = { id: { in: ids }, state: 'ready' };
  const end = workThroughQueue(runtime);
  try {
    const count = () => runtime.db.report.count({ where });
    await expect.poll(count).toBe(ids.length);
    const reports = await runtime.db.report.findMany({ where, orderBy: { finishedAt: 'asc' } });
    return reports.map(({ id }) => id);
  } finally {
    await end();
  }
}

it('is another author’s after each one, however many somebody asked for before', async () => {
  const [eager, other] = [author(), author()];
  const [first, second, third] = [await ask(eager), await ask(eager), await ask(eager)];
  const only = await ask(other);
  expect(await made(first, second, third, only)).toEqual([first, only, second, third]);
});

it('is nobody’s of whom one is being made, on whatever server', async () => {
  const [eager, other] = [author(), author()];
  const [elsewhere, next] = [await ask(eager), await ask(eager)];
  const only = await ask(other);
  const { db } = runtime;
  // Another server has taken it and goes on saying that it is at work.
  await db.$executeRaw`SELECT graphile_worker.remove_job(${elsewhere})`;
  const inAnHour = new Date(Date.now() + 3_600_000);
  await db.report.update({ where: { id: elsewhere }, data: { state: 'running', workedAt: inAnHour } });
  await made(only);
  expect(await db.report.findUnique({ where: { id: next } })).toMatchObject({ state: 'queued' });
  await db.report.update({ where: { id: elsewhere }, data: { state: 'cancelled' } });
  expect(await made(next)).toEqual([next]);
});

it('is one of six of an author; a seventh is refused until one is made or cancelled', async () => {
  const [eager, other] = [author(), author()];
  const asked: string[] = [];
  for (let count = 0; count < 6; count += 1) asked.push(await ask(eager));
  await expect(ask(eager)).rejects.toMatchObject({
    code: 'too_many_requests',
    status: 429,
    retryAfterSeconds: expect.any(Number),
    message: expect.stringContaining('cancel one'),
  });
  await ask(other);
  await cancelReport({ ctx: eager, input: { id: asked[5] ?? '' } });
  await ask(eager);
  // Together they find one place and not four.
  await cancelReport({ ctx: eager, input: { id: asked[4] ?? '' } });
  const together = await Promise.allSettled([ask(eager), ask(eager), ask(eager), ask(eager)]);
  expect(together.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
