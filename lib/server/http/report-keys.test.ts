import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReportKeySet } from '@/lib/contracts/report-keys';
import { keyPlaceOf, rotateReportKey } from '@/lib/server/services/report';
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
