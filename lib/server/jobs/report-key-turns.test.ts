import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadEnv } from '@/lib/server/process/env';
import { createLogger } from '@/lib/server/process/logger';
import { createRuntime, type Runtime } from '@/lib/server/runtime';
import { createReport, keyPlaceOf, rotateReportKey } from '@/lib/server/services/report';
import { ensureInstallation } from '@/lib/server/services/system';
import { systemCtx } from '@/test/support/callers';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { workThroughQueue } from './work-queue';

// Which server makes reports: the real queues of two servers of one database, of which one has the key.

let folder: string;
let database: TestDatabase;
let holder: Runtime;
let other: Runtime;
let ends: (() => Promise<void>)[];
let lines: string[];

beforeEach(async () => {
  folder = temporaryFolder('gf-report-key-turns-');
  database = await testDatabase();
  lines = [];
  ends = [];
  holder = await server('holder');
  other = await server('other');
  await ensureInstallation(holder.db, new Date());
});

afterEach(async () => {
  await Promise.all(ends.map((end) => end()));
  await Promise.all([holder.close(), other.close()]);
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

function server(name: string): Promise<Runtime> {
  const env = loadEnv({ NODE_ENV: 'test', PORT: '0', GF_DATA_DIR: path.join(folder, name) });
  const log = createLogger({ level: 'error', write: (line) => void lines.push(line) });
  return createRuntime({ env, log, runtimeUrl: database.runtimeUrl });
}

const work = (runtime: Runtime) => void ends.push(workThroughQueue(runtime));

const rotate = async () =>
  (
    await rotateReportKey({
      ctx: systemCtx(holder.db),
      keyPlace: keyPlaceOf(holder.env),
    })
  ).kid;

function copyKey(): void {
  const { file } = keyPlaceOf(other.env);
  mkdirSync(path.dirname(file), { recursive: true });
  copyFileSync(keyPlaceOf(holder.env).file, file);
}

/** A report that is given up after its first try. */
async function ask(): Promise<string> {
  const order = { kind: 'moment', lang: 'en', timeZone: 'UTC' } as const;
  const { id } = await createReport({ ctx: systemCtx(holder.db), input: order });
  await holder.db.$executeRaw`UPDATE graphile_worker._private_jobs SET max_attempts = 1 WHERE key = ${id}`;
  return id;
}

const triesOf = async (key: string) => {
  const rows = await holder.db.$queryRaw<{ attempts: number }[]>`
    SELECT attempts FROM graphile_worker.jobs WHERE key = ${key}`;
  return rows.map(({ attempts }) => attempts);
};

/** Returns once whoever works through the queue has come to a job behind all reports. */
async function passedOver(): Promise<void> {
  const id = randomUUID();
  await holder.db
    .$executeRaw`SELECT graphile_worker.add_job('makeReport', json_build_object('id', ${id}::text),
    job_key := ${id}::text, max_attempts := 1, priority := 1000)`;
  await expect.poll(() => triesOf(id)).toEqual([1]);
}

const cases: readonly { what: string; begin: () => Promise<string> }[] = [
  {
    what: 'that has none',
    begin: async () => {
      const kid = await rotate();
      work(other);
      return kid;
    },
  },
  {
    what: 'that began before there was one',
    begin: async () => {
      work(other);
      return rotate();
    },
  },
  {
    what: 'that still has the earlier one',
    begin: async () => {
      await rotate();
      copyKey();
      work(other);
      return rotate();
    },
  },
];

it.each(cases)(
  'a report uses up no try on a server $what, and waits for the one with the key',
  async ({ begin }) => {
    const kid = await begin();
    const id = await ask();
    await passedOver();
    expect(await triesOf(id)).toEqual([0]);
    expect(await holder.db.report.findUnique({ where: { id } })).toMatchObject({ state: 'queued' });
    work(holder);
    const state = async () => (await holder.db.report.findUniqueOrThrow({ where: { id } })).state;
    await expect.poll(state).toBe('ready');
    expect(await holder.db.reportSignature.findUnique({ where: { reportId: id } })).toMatchObject({ kid });
  },
);

it('a report is made by a server as soon as it has the key, which it says until then', async () => {
  const kid = await rotate();
  work(other);
  const id = await ask();
  await passedOver();
  await expect.poll(() => lines.join('')).toContain(`Every server signs reports with the key ${kid}`);
  expect(lines.join('')).toContain('reports left to servers that have the key');
  copyKey();
  const signature = () => other.db.reportSignature.findUnique({ where: { reportId: id } });
  await expect.poll(signature).toMatchObject({ kid });
});
