import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReportKeySet } from '@/lib/contracts/report-keys';
import { readKeys } from '@/lib/domain/report/proof/keys';
import { verifyReport } from '@/lib/domain/report/proof/verify';
import {
  createReport,
  downloadReport,
  getReport,
  keyPlaceOf,
  makeReport,
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
  const { kid } = await rotateReportKey({ ctx: systemCtx(server.runtime.db), input: { place } });
  const answer = await read();
  expect(ReportKeySet.parse(answer).keys.map((key) => key.kid)).toEqual([kid]);
  expect(Object.keys(answer.keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
});

it('is the same from every server of a database, each of which signs with its own key', async () => {
  const other = await startTestServer({ database: server.database });
  const servers = [server, other];
  try {
    const packs: Uint8Array[] = [];
    for (const { runtime } of servers) {
      const ctx = systemCtx(runtime.db);
      const order = { kind: 'moment', timeZone: 'UTC', lang: 'en' } as const;
      const { id } = await createReport({ ctx, input: order });
      // Whichever makes it; the queue of either may have been first.
      await makeReport({ ctx, input: { id, keyPlace: keyPlaceOf(runtime.env) } });
      const made = () => getReport({ ctx, input: { id } });
      await expect.poll(async () => (await made()).state).toBe('ready');
      const files = await Promise.all(
        servers.map((each) =>
          downloadReport({ ctx: systemCtx(each.runtime.db), input: { id, format: 'zip' } }),
        ),
      );
      expect(Buffer.from(files[0]?.bytes ?? []).equals(files[1]?.bytes ?? new Uint8Array())).toBe(true);
      packs.push(files[0]?.bytes ?? new Uint8Array());
    }
    const [one, two] = await Promise.all(
      servers.map(async ({ address }) => (await fetch(`${address}/.well-known/report-keys.json`)).text()),
    );
    expect(one).toBe(two);
    const keys = (await readKeys(one ?? '')) ?? [];
    for (const pack of packs)
      expect(await verifyReport(pack, keys)).toMatchObject({ faults: [], isOriginProven: true });
  } finally {
    await other.stopServing();
  }
});
