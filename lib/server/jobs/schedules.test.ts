import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { loadEnv } from '@/lib/server/process/env';
import { createLogger } from '@/lib/server/process/logger';
import { createRuntime } from '@/lib/server/runtime';
import { createSchedule } from '@/lib/server/services/schedule';
import { systemCtx } from '@/test/support/callers';
import { testDatabase } from '@/test/support/database';
import { startMailServer } from '@/test/support/mail-server';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { workThroughQueue } from './work-queue';

const dataDir = temporaryFolder('gf-schedules-');
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const DAILY = {
  name: 'Daily',
  report: { kind: 'moment', lang: 'en' },
  every: 'day',
  at: '07:00',
  timeZone: 'Europe/Paris',
  recipients: ['claire@mail.example'],
} as const;

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

it('meets a date once and mails it once, with two servers at work and one that was killed', async () => {
  const database = await testDatabase();
  const mail = await startMailServer();
  const env = loadEnv({
    NODE_ENV: 'test',
    PORT: '0',
    GF_DATA_DIR: dataDir,
    GF_SMTP_URL: mail.url,
    GF_MAIL_FROM: 'fabric@mail.example',
  });
  const log = createLogger({ level: 'error', write: () => undefined });
  const open = () => createRuntime({ env, log, runtimeUrl: database.runtimeUrl });
  const [first, second] = [await open(), await open()];
  const { db } = first;
  const facts = { isConfigured: true, from: 'fabric@mail.example', domains: null, files: false };
  const input = { ...DAILY, recipients: [...DAILY.recipients] };
  const { id } = await createSchedule({ ctx: systemCtx(db), input, mail: facts });
  await db.reportSchedule.update({ where: { id }, data: { nextAt: inMinutes(-1) } });
  // A server took the job and was killed: the queue believes for four hours that it is at work.
  await db.$executeRaw`
    SELECT graphile_worker.add_job('runSchedule', json_build_object('id', ${id}::text), job_key := ${`schedule ${id}`})`;
  await db.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'killed', attempts = 1`;
  const ends = [workThroughQueue(first), workThroughQueue(second)];
  let ended: Promise<unknown> | undefined;
  const endAll = () => (ended ??= Promise.all(ends.map((end) => end())));
  try {
    await expect.poll(() => mail.taken).toHaveLength(1);
    // Each looks once more.
    await endAll();
    expect(await db.report.count()).toBe(1);
    expect(await db.reportScheduleRun.count()).toBe(1);
    expect(await db.notification.findMany()).toMatchObject([{ state: 'sent', tries: 1 }]);
    expect(mail.taken).toMatchObject([{ to: ['claire@mail.example'] }]);
  } finally {
    await endAll();
    await Promise.all([first.close(), second.close()]);
    await mail.stop();
    await database.drop();
  }
});
