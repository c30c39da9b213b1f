import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiToken } from '@/lib/server/services/operator';
import { enroll, hostNames, snapshotOf } from '@/test/support/agent-client';
import { makeOperator, postJson, signInCookie, systemCtx } from '@/test/support/callers';
import { type MailServer, startMailServer } from '@/test/support/mail-server';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

let server: TestServer;
let mail: MailServer;
let administrator: { email: string; password: string };
let cookie: string;
let refused: { code: number; text: string } | null = null;

beforeAll(async () => {
  mail = await startMailServer({ password: 's3cret', onRecipient: () => refused });
  server = await startTestServer({
    variables: {
      GF_RETENTION_DAYS: '400',
      GF_SMTP_URL: mail.url.replace('smtp://', 'smtp://fabric:s3cret@'),
      GF_MAIL_FROM: 'Guarded Fabric <fabric@mail.example>',
    },
  });
  administrator = await makeOperator(server.runtime.db, 'administrator');
  cookie = await signInCookie(server.address, administrator.email, administrator.password);
});

afterAll(async () => {
  await server.stop();
  await mail.stop();
});

async function send(method: string, path: string, body?: unknown, more: Record<string, string> = { cookie }) {
  const response = await fetch(`${server.address}/api/v1/${path}`, {
    method,
    headers: { origin: server.address, 'content-type': 'application/json', ...more },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const limited = async () => {
  const { fabric } = await makeWorld(server.runtime.db);
  const input = { name: uniqueName('t'), role: 'administrator' as const, fabrics: [fabric.id] };
  const { token } = await createApiToken({ ctx: systemCtx(server.runtime.db), input });
  return { authorization: `Bearer ${token}` };
};

describe('the settings by the API', () => {
  it('tell hosts another interval with their next snapshot, and judge them by it', async () => {
    const token = await (await makeWorld(server.runtime.db)).enrollmentToken();
    const host = await enroll(server.address, token, hostNames(uniqueName('HV')));
    const { version } = (await send('GET', 'settings')).body;
    const changed = await send('PATCH', 'settings', { version, reportIntervalSeconds: 120 });
    expect(changed).toMatchObject({
      status: 200,
      body: { version: version + 1, reportIntervalSeconds: { value: 120, origin: 'stored' } },
    });
    const body = { schema: 1, sentAt: new Date().toISOString(), snapshots: [snapshotOf(host)] };
    const authorization = `Bearer ${host.credential}`;
    const sent = await postJson(server.address, '/api/v1/agent/snapshots', body, { authorization });
    expect(await sent.json()).toMatchObject({ nextReportSeconds: 120 });
    expect((await send('GET', `hosts/${host.hostId}`)).body).toMatchObject({ toldIntervalSeconds: 120 });
    expect(await send('PATCH', 'settings', { version, reportIntervalSeconds: 240 })).toMatchObject({
      status: 409,
      body: { code: 'version_conflict', present: { version: version + 1 } },
    });
  });

  it('say which member they do not know, and which variable holds a value', async () => {
    const { version, retentionDays } = (await send('GET', 'settings')).body;
    expect(retentionDays).toMatchObject({ value: 400, origin: 'environment' });
    expect(await send('PATCH', 'settings', { version, mail: {} })).toMatchObject({
      status: 422,
      body: { code: 'unknown_member', pointer: '/mail' },
    });
    expect(await send('PATCH', 'settings', { version, retentionDays: 30 })).toMatchObject({
      status: 409,
      body: { code: 'conflict', pointer: '/retentionDays' },
    });
  });
});

describe('a test mail', () => {
  const audited = async () => (await send('GET', 'audit?action=setting.mailTested&limit=1')).body.entries[0];

  it('goes to whoever asks and to nobody else, in their language', async () => {
    expect(await send('POST', 'settings/test-mail', { lang: 'fr' })).toEqual({
      status: 200,
      body: { to: administrator.email, refusal: null },
    });
    expect(mail.taken.at(-1)).toMatchObject({ to: [administrator.email] });
    expect(mail.taken.at(-1)?.source).toContain('E-mail');
    expect((await audited()).detail).toEqual({ to: administrator.email, outcome: 'sent' });
    const withAddress = { lang: 'en', to: 'somebody@else.example' };
    expect((await send('POST', 'settings/test-mail', withAddress)).status).toBe(422);
  });

  it('says in the mail server’s own words why it was refused', async () => {
    refused = { code: 550, text: 'No such user here' };
    const { body } = await send('POST', 'settings/test-mail', { lang: 'en' });
    refused = null;
    expect(body.refusal).toEqual({
      code: 'recipientRefused',
      detail: expect.stringContaining('No such user here'),
    });
    expect((await audited()).detail).toMatchObject({ outcome: 'recipientRefused' });
  });

  it('is nothing for a token, which is no person', async () => {
    const input = { name: uniqueName('t'), role: 'administrator' as const };
    const { token } = await createApiToken({ ctx: systemCtx(server.runtime.db), input });
    const authorization = { authorization: `Bearer ${token}` };
    expect(await send('POST', 'settings/test-mail', { lang: 'en' }, authorization)).toMatchObject({
      status: 403,
      body: { code: 'person_required' },
    });
  });
});

it('About says what runs here, and no secret', async () => {
  const { status, body } = await send('GET', 'about');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    version: '1.0.0',
    process: { node: process.version, publicUrl: server.address, host: '127.0.0.1' },
    database: { kind: 'embedded', version: expect.stringMatching(/^\d+\.\d+/) },
    tls: { kind: 'none', file: null },
    backup: null,
  });
  expect(body.database.bytes).toBeGreaterThan(1_000_000);
  expect(body.database.schema).toMatch(/^\d{14}_\w+$/);
  expect(JSON.stringify(body)).not.toContain('s3cret');
});

it('report keys are listed and changed by another one', async () => {
  const made = await send('POST', 'report-keys');
  expect(made.status).toBe(201);
  const { reportKeys, isGiven } = (await send('GET', 'report-keys')).body;
  expect(reportKeys[0]).toMatchObject({ kid: made.body.kid, isCurrent: true, reports: 0 });
  expect(isGiven).toBe(false);
  const next = await send('POST', 'report-keys');
  const after = (await send('GET', 'report-keys')).body.reportKeys;
  expect(after.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent).kid).toBe(next.body.kid);
  expect(after).toHaveLength(reportKeys.length + 1);
});

it.each([
  ['GET', 'settings'],
  ['PATCH', 'settings'],
  ['GET', 'about'],
  ['GET', 'report-keys'],
  ['POST', 'report-keys'],
])('what holds for the whole installation is not for who sees some fabrics: %s %s', async (method, path) => {
  const body = method === 'PATCH' ? { version: 1 } : undefined;
  expect(await send(method, path, body, await limited())).toMatchObject({
    status: 403,
    body: { code: 'forbidden', title: expect.stringContaining('all fabrics') },
  });
});
