import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '@/lib/server/db/embedded/server';
import { loadEnv } from '@/lib/server/process/env';
import { createLogger } from '@/lib/server/process/logger';
import { canSetUp } from '@/lib/server/services/operator';
import {
  createReport,
  getReport,
  keyPlaceOf,
  listReportKeys,
  makeReport,
  rotateReportKey,
} from '@/lib/server/services/report';
import { type RunningServer, startServer } from '@/server';
import { systemCtx } from '@/test/support/callers';
import { temporaryFolder } from '@/test/support/temporary-folder';

// Several servers of one database, from the first moment on: each with a data folder of its own.

let folder: string;
let postgres: EmbeddedServer;

beforeAll(async () => {
  folder = temporaryFolder('gf-two-');
  postgres = await startEmbedded({ dataDir: path.join(folder, 'postgres'), log: () => undefined });
});

afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

function start(name: string, variables: Record<string, string> = {}) {
  const env = loadEnv({
    NODE_ENV: 'test',
    PORT: '0',
    GF_DATA_DIR: path.join(folder, name),
    DATABASE_URL: postgres.url,
    DATABASE_MIGRATE_URL: postgres.migrateUrl,
    ...variables,
  });
  return startServer({ env, pages: false, log: createLogger({ write: () => undefined }) });
}

it('print links that both work where they start at once on an empty database', async () => {
  const servers = await Promise.all([start('a'), start('b')]);
  try {
    const ctx = systemCtx(servers[0].runtime.db);
    for (const { setUpLink } of servers) {
      const token = new URL(setUpLink ?? '').searchParams.get('token') ?? '';
      expect(await canSetUp({ ctx, input: { token } })).toBe(true);
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
});

const newKey = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' });

/** Signed by this server, with the key that its answer names. */
async function sign({ runtime }: RunningServer): Promise<string | undefined> {
  const ctx = systemCtx(runtime.db);
  const order = { kind: 'moment', timeZone: 'UTC', lang: 'en' } as const;
  const { id } = await createReport({ ctx, input: order });
  await makeReport({ ctx, input: { id, keyPlace: keyPlaceOf(runtime.env) } });
  await expect.poll(async () => (await getReport({ ctx, input: { id } })).state).toBe('ready');
  return (await runtime.db.reportSignature.findUnique({ where: { reportId: id } }))?.kid;
}

it('sign with one key: a server with another one does not start, and a rotation holds for all', async () => {
  const first = await start('a');
  const running = [first];
  try {
    const earlier = await sign(first);
    const sentence = new RegExp(
      `sign.* reports with the key ${earlier}, and .*report-key.pem is not there: give`,
    );
    await expect(start('b')).rejects.toThrow(sentence);
    const copied = path.join(folder, 'copied.pem');
    writeFileSync(copied, readFileSync(keyPlaceOf(first.runtime.env).file));
    const second = await start('b', { GF_REPORT_KEY_FILE: copied });
    running.push(second);
    // The first one rotates after a leak, and the copy signs no more.
    const rotated = await rotateReportKey({
      ctx: systemCtx(first.runtime.db),
      keyPlace: keyPlaceOf(first.runtime.env),
    });
    await expect(sign(second)).rejects.toThrow(`copied.pem holds ${earlier}: give all servers the file`);
    expect(await sign(first)).toBe(rotated.kid);
    // Another key that somebody gives is taken into use on one server, and holds for all.
    writeFileSync(copied, newKey());
    const place = keyPlaceOf(second.runtime.env);
    const given = await rotateReportKey({ ctx: systemCtx(second.runtime.db), keyPlace: place });
    await expect(sign(first)).rejects.toThrow(
      `report-key.pem holds ${rotated.kid}: give all servers the file`,
    );
    expect(await sign(second)).toBe(given.kid);
    const listed = await listReportKeys({ ctx: systemCtx(first.runtime.db) });
    expect(listed.filter(({ isCurrent }) => isCurrent).map(({ kid }) => kid)).toEqual([given.kid]);
  } finally {
    await Promise.all(running.map((server) => server.stop()));
  }
});
