import { generateKeyPairSync } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReportKeySet } from '@/lib/contracts/report-keys';
import { readKeys } from '@/lib/domain/report/proof/keys';
import { verifyReport } from '@/lib/domain/report/proof/verify';
import {
  createReport,
  downloadReport,
  getReport,
  keyPlaceOf,
  rotateReportKey,
} from '@/lib/server/services/report';
import { systemCtx } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { temporaryFolder } from '@/test/support/temporary-folder';

let server: TestServer;
const dataDir = temporaryFolder('gf-report-keys-');

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it('serves the public keys to whoever asks, and of each nothing but what is public', async () => {
  const read = async () => (await fetch(`${server.address}/.well-known/report-keys.json`)).json();
  expect(await read()).toEqual({ keys: [] });
  const place = keyPlaceOf({ dataDir });
  const { kid } = await rotateReportKey({ ctx: systemCtx(server.runtime.db), keyPlace: place });
  const answer = await read();
  expect(ReportKeySet.parse(answer).keys.map((key) => key.kid)).toEqual([kid]);
  expect(Object.keys(answer.keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
});

it('is the same from every server of a database, which download what any of them made byte for byte', async () => {
  const file = path.join(dataDir, 'given.pem');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  const variables = { GF_REPORT_KEY_FILE: file };
  const first = await startTestServer({ variables });
  const other = await startTestServer({ database: first.database, variables });
  const servers = [first, other];
  try {
    const ctx = systemCtx(first.runtime.db);
    const order = { kind: 'moment', timeZone: 'UTC', lang: 'en' } as const;
    const { id } = await createReport({ ctx, input: order });
    await expect.poll(async () => (await getReport({ ctx, input: { id } })).state).toBe('ready');
    const [pack, same] = await Promise.all(
      servers.map(async ({ runtime }) => {
        const input = { id, format: 'zip' } as const;
        return (await downloadReport({ ctx: systemCtx(runtime.db), input })).bytes;
      }),
    );
    expect(Buffer.from(pack ?? []).equals(same ?? new Uint8Array())).toBe(true);
    const [one, two] = await Promise.all(
      servers.map(async ({ address }) => (await fetch(`${address}/.well-known/report-keys.json`)).text()),
    );
    expect(one).toBe(two);
    const keys = (await readKeys(one ?? '')) ?? [];
    expect(await verifyReport(pack ?? new Uint8Array(), keys)).toMatchObject({
      faults: [],
      isOriginProven: true,
    });
  } finally {
    await other.stopServing();
    await first.stop();
  }
});
