import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReportContent } from '@/lib/contracts/report-content';
import { CreatedReport, ReportList, ReportPreview, ReportRow } from '@/lib/contracts/reports';
import { REPORT_FORMATS } from '@/lib/contracts/words/reports';
import { readMembers } from '@/lib/domain/report/proof/zip';
import { fileNameOfReport } from '@/lib/server/report-formats/names';
import { createApiToken } from '@/lib/server/services/operator';
import { listAudit } from '@/lib/server/services/system';
import { systemCtx } from '@/test/support/callers';
import { readCsv } from '@/test/support/read-csv';
import { startTestServer, type TestServer } from '@/test/support/server';
import { uniqueName } from '@/test/support/world';

let server: TestServer;
let headers: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  const input = { name: uniqueName('token'), role: 'auditor' as const };
  const { token } = await createApiToken({ ctx: systemCtx(server.runtime.db), input });
  headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
});

afterAll(() => server.stop());

const ask = (path: string, init: RequestInit = {}) => fetch(server.address + path, { headers, ...init });

async function create(body: object): Promise<CreatedReport> {
  const response = await ask('/api/v1/reports', { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(202);
  const made = CreatedReport.parse(await response.json());
  expect(response.headers.get('location')).toBe(`/api/v1/reports/${made.id}`);
  return made;
}

it('makes a report in the background, and serves it in every format', async () => {
  const to = new Date();
  const from = new Date(to.getTime() - 86_400_000);
  const asked = {
    kind: 'period',
    from: from.toISOString(),
    to: to.toISOString(),
    timeZone: 'Europe/Paris',
    lang: 'fr',
  };
  const { id, number } = await create(asked);
  const read = async () => ReportRow.parse(await (await ask(`/api/v1/reports/${id}`)).json());
  await expect.poll(async () => (await read()).state).toBe('ready');
  const row = await read();
  const list = ReportList.parse(await (await ask('/api/v1/reports')).json());
  expect(list.reports).toEqual([row]);
  const narrowed = await (
    await ask('/api/v1/reports?kind=moment&state=ready&state=failed&by=me&days=1')
  ).json();
  expect(ReportList.parse(narrowed)).toMatchObject({ total: 0, counts: { all: 1, period: 1, own: 1 } });
  for (const format of row.formats) {
    const response = await ask(`/api/v1/reports/${id}/download?format=${format}`);
    const fileName = fileNameOfReport(number, format);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${fileName}"`);
    const text = await response.text();
    if (format === 'html') {
      const shown = await ask(`/api/v1/reports/${id}/download?format=html&disposition=inline`);
      expect(await shown.text()).toBe(text);
      expect(shown.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(shown.headers.get('content-disposition')).toBeNull();
      const policy = shown.headers.get('content-security-policy');
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^;]*'; .*frame-ancestors 'none'$/);
    }
    if (format === 'json')
      expect(ReportContent.parse(JSON.parse(text)).period?.days.length).toBeGreaterThan(0);
    if (format === 'csv') expect(readCsv(text, ';')[0]).toContain('compliantShare');
    if (format === 'failures') expect(readCsv(text, ';')[0]).toContain('failingSeconds');
  }
  expect(row.formats).toEqual([...REPORT_FORMATS].sort());
});

it('knows a report by its number wherever it knows it by its id', async () => {
  const { id, number } = await create({ kind: 'moment', timeZone: 'UTC', lang: 'en' });
  const row = async () => ReportRow.parse(await (await ask(`/api/v1/reports/${number}`)).json());
  await expect.poll(async () => (await row()).state).toBe('ready');
  for (const rest of ['/download?format=csv', '/manifest', '/signature?format=jws']) {
    const [byId, byNumber] = await Promise.all(
      [id, number].map((word) => ask(`/api/v1/reports/${word}${rest}`)),
    );
    expect([rest, byNumber?.status]).toEqual([rest, 200]);
    expect(await byNumber?.text()).toBe(await byId?.text());
  }
  expect((await ask(`/api/v1/reports/${number}`, { method: 'DELETE' })).status).toBe(409);
  expect((await ask(`/api/v1/reports/${number}0/download?format=csv`)).status).toBe(404);
});

it('serves what is signed and its signatures as they are in the pack, and notes it', async () => {
  const { id, number } = await create({ kind: 'moment', timeZone: 'UTC', lang: 'en' });
  const address = `/api/v1/reports/${id}`;
  const state = async () => (await (await ask(address)).json()).state;
  await expect.poll(state).toBe('ready');
  const pack = readMembers(new Uint8Array(await (await ask(`${address}/download?format=zip`)).arrayBuffer()));
  for (const [part, name, saved, type] of [
    ['manifest', 'manifest.json', 'json', 'application/json; charset=utf-8'],
    ['signature?format=jws', 'manifest.jws', 'jws', 'application/jose+json'],
    ['signature?format=der', 'manifest.der', 'der', 'application/octet-stream'],
  ] as const) {
    const response = await ask(`${address}/${part}`);
    expect(response.headers.get('content-type')).toBe(type);
    const disposition = `attachment; filename="${number}.manifest.${saved}"`;
    expect(response.headers.get('content-disposition')).toBe(disposition);
    const member = pack.find((each) => each.name === name);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(member?.bytes ?? []));
  }
  for (const wrong of ['signature', 'signature?format=pem', 'manifest?format=jws'])
    expect((await ask(`${address}/${wrong}`)).status).toBe(400);
  const input = { subject: id, action: 'report.downloaded' };
  const { entries } = await listAudit({ ctx: systemCtx(server.runtime.db), input });
  const formats = entries.map(({ detail }) => (detail as { format: string }).format);
  expect(formats.sort()).toEqual(['der', 'jws', 'manifest', 'zip']);
});

it('names what is wrong with a request', async () => {
  const wrong: [string, string, number][] = [
    ['GET', '/api/v1/reports/0197a1f0-0000-7000-8000-000000000000', 404],
    ['GET', '/api/v1/reports/none', 404],
    ['DELETE', '/api/v1/reports/none', 404],
    ['GET', '/api/v1/reports/none/download', 400],
    ['GET', '/api/v1/reports/none/download?format=exe', 400],
    ['GET', '/api/v1/reports/none/download?format=html&disposition=full', 400],
    ['GET', '/api/v1/reports/none/download?format=pdf&disposition=inline', 400],
    ['GET', '/api/v1/reports?limit=0', 400],
    ['GET', '/api/v1/reports?limit=many', 400],
    ['GET', '/api/v1/reports?colour=red', 400],
    ['GET', '/api/v1/reports?kind=week', 400],
    ['GET', '/api/v1/reports?state=done', 400],
    ['GET', '/api/v1/reports?days=0', 400],
    ['GET', '/api/v1/reports?days=many', 400],
  ];
  for (const [method, path, status] of wrong)
    expect([
      path,
      (await ask(path, { method, headers: { authorization: headers.authorization ?? '' } })).status,
    ]).toEqual([path, status]);
  for (const body of ['{}', '[]', '{"kind":"moment"}', '{"kind":"moment","timeZone":"UTC","lang":"de"}'])
    expect((await ask('/api/v1/reports', { method: 'POST', body })).status).toBe(400);
});

it('previews what a report would say, by the same right and with the same refusals, and makes none', async () => {
  const preview = (body: object, more = headers) =>
    ask('/api/v1/reports/preview', { method: 'POST', body: JSON.stringify(body), headers: more });
  const before = (await (await ask('/api/v1/reports')).json()).total;
  const to = new Date();
  const times = { from: new Date(to.getTime() - 86_400_000).toISOString(), to: to.toISOString() };
  const answer = await preview({ kind: 'period', ...times, filter: 'state=Passed' });
  expect(answer.status).toBe(200);
  expect(ReportPreview.parse(await answer.json())).toMatchObject({
    kind: 'period',
    from: times.from,
    asOf: times.to,
    totals: { hosts: 0, rate: null },
    period: { verifiedShare: null, coverage: null },
  });
  for (const [body, status, code] of [
    [{ kind: 'period' }, 400, 'invalid_value'],
    [{ kind: 'moment', filter: 'colour=red' }, 400, 'invalid_value'],
    [{ kind: 'moment', title: 'November' }, 422, 'unknown_member'],
  ] as const) {
    const refused = await preview(body);
    expect([refused.status, (await refused.json()).code]).toEqual([status, code]);
  }
  const input = { name: uniqueName('token'), role: 'viewer' as const };
  const { token } = await createApiToken({ ctx: systemCtx(server.runtime.db), input });
  expect((await preview({}, { ...headers, authorization: `Bearer ${token}` })).status).toBe(403);
  expect((await (await ask('/api/v1/reports')).json()).total).toBe(before);
});

it('cancels by DELETE while it is being made', async () => {
  const { id } = await create({ kind: 'moment', timeZone: 'UTC', lang: 'en' });
  const response = await ask(`/api/v1/reports/${id}`, {
    method: 'DELETE',
    headers: { authorization: headers.authorization ?? '' },
  });
  // It may have been made by then.
  expect([204, 409]).toContain(response.status);
});
