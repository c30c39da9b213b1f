import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportContent, reportContents } from '@/test/support/report-content';
import { runs } from '@/test/support/runs';
import { startTestServer, type TestServer } from '@/test/support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

it('says to everybody what the JSON of a report is, and of nothing else that it is one', async () => {
  const answer = await fetch(`${server.address}/api/v1/reports/schema.json`);
  expect(answer.status).toBe(200);
  const schema = await answer.json();
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const isReport = ajv.compile(schema);
  const property = fc.property(reportContents, (content) => {
    expect(isReport(JSON.parse(JSON.stringify(content))), JSON.stringify(isReport.errors)).toBe(true);
  });
  fc.assert(property, { numRuns: runs({ push: 10, long: 500 }) });
  const { hosts: _, ...withoutHosts } = reportContent();
  for (const other of [withoutHosts, { ...reportContent(), more: 1 }, {}])
    expect(isReport(other)).toBe(false);
});
