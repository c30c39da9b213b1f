import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry, AuditList, AuditVerification } from '@/lib/contracts/audit';
import { recordOccurrences } from '@/lib/server/audit/count-occurrences';
import { withClient } from '@/lib/server/db/connection';
import { createApiToken } from '@/lib/server/services/operator';
import { listAudit } from '@/lib/server/services/system';
import { makeOperator, postJson, signInCookie, systemCtx, tokenCtx } from '@/test/support/callers';
import { readCsv } from '@/test/support/read-csv';
import { startTestServer, type TestServer } from '@/test/support/server';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { makeWorld, uniqueName } from '@/test/support/world';

let server: TestServer;
let auditor: { cookie: string };
const checkpointFile = path.join(temporaryFolder('gf-audit-'), 'checkpoints.jsonl');

beforeAll(async () => {
  server = await startTestServer({ variables: { GF_AUDIT_CHECKPOINT_FILE: checkpointFile } });
  auditor = { cookie: (await signedIn('auditor')).cookie };
});

afterAll(() => server.stop());

const db = () => server.runtime.db;
const ask = (path: string, headers: Record<string, string>) => fetch(server.address + path, { headers });

async function signedIn(role: Parameters<typeof makeOperator>[1]) {
  const operator = await makeOperator(db(), role);
  return { ...operator, cookie: await signInCookie(server.address, operator.email, operator.password) };
}

async function apiToken(role: 'viewer' | 'administrator') {
  const name = uniqueName('token');
  const made = await createApiToken({ ctx: systemCtx(db()), input: { name, role } });
  return { ...made, name, headers: { authorization: `Bearer ${made.token}` } };
}

/** What the log says, after the job's next round. */
async function read(query: string): Promise<AuditEntry[]> {
  await recordOccurrences(systemCtx(db()));
  const response = await ask(`/api/v1/audit?${query}`, auditor);
  expect(response.status).toBe(200);
  return ((await response.json()) as AuditList).entries;
}

describe('the audit log records', () => {
  it('failed sign-ins, together by account and address, and never what was typed for a name', async () => {
    const { id, email } = await makeOperator(db(), 'viewer');
    const attempt = (body: object) => postJson(server.address, '/api/auth/sign-in/email', body);
    for (const password of ['wrong one', 'wrong two', 'wrong three'])
      expect((await attempt({ email: email.toUpperCase(), password })).status).toBe(401);
    await attempt({ email: 'typed-secret-2@fab.example', password: 'x' });
    const failed = await read(`action=operator.signInFailed&subject=${id}`);
    expect(failed).toMatchObject([
      {
        actor: { kind: 'anonymous', id: null, name: null },
        subject: { kind: 'operator', id },
        detail: { email, address: '127.0.0.1', times: 3 },
      },
    ]);
    const all = await read('action=operator.signInFailed');
    expect(all).toHaveLength(2);
    expect(JSON.stringify(all)).not.toContain('typed-secret');
  });

  it('tries that were refused by the limits', async () => {
    for (let n = 0; n < 15; n += 1)
      await postJson(server.address, '/api/auth/sign-in/email', { email: uniqueName('x'), password: 'x' });
    const [limited] = await read('action=operator.signInLimited');
    expect(limited).toMatchObject({ detail: { address: '127.0.0.1', times: expect.any(Number) } });
    await db().rateLimit.deleteMany();
  });

  it('denials, by procedure and by route', async () => {
    const { id, email, cookie } = await signedIn('viewer');
    expect((await ask('/api/trpc/operator.list', { cookie })).status).toBe(403);
    expect((await ask('/api/trpc/operator.list', { cookie })).status).toBe(403);
    expect((await ask('/api/v1/audit', { cookie })).status).toBe(403);
    const denied = await read(`action=access.denied&actor=${email}`);
    expect(denied).toMatchObject([
      { actor: { kind: 'operator', id, name: email }, detail: { asked: 'GET /api/v1/audit', times: 1 } },
      { detail: { asked: 'operator.list', times: 2 } },
    ]);
  });

  it('exports, each with what was asked for', async () => {
    const { email, cookie } = await signedIn('viewer');
    const file = await ask('/api/v1/hosts/export?format=csv&state=Passed&cluster=-A', { cookie });
    expect(file.status).toBe(200);
    await file.text();
    expect((await ask('/api/v1/hosts/export?format=pdf', { cookie })).status).toBe(400);
    const headOnly = `${server.address}/api/v1/hosts/export?format=json`;
    const unmade = await fetch(headOnly, { method: 'HEAD', headers: { cookie } });
    expect([unmade.status, unmade.headers.get('allow')]).toEqual([405, 'GET']);
    expect(await read(`action=host.exported&actor=${email}`)).toMatchObject([
      { detail: { format: 'csv', lang: 'en', filter: 'cluster=-A&state=Passed' } },
    ]);
  });

  it('the use of an API token, once a day and address', async () => {
    const { id, name, headers } = await apiToken('viewer');
    for (let n = 0; n < 3; n += 1) await ask('/api/v1/summary', headers);
    const used = () => read(`action=apiToken.used&subject=${id}`);
    expect(await used()).toMatchObject([
      { actor: { kind: 'apiToken', id, name }, detail: { name, address: '127.0.0.1', times: 1 } },
    ]);
    const past = new Date(Date.now() - 120_000);
    await db().apiToken.update({ where: { id }, data: { lastUsedAt: past } });
    await ask('/api/v1/summary', headers);
    expect(await used()).toHaveLength(1);
    const tomorrow = new Date(Date.now() + 86_400_000);
    await recordOccurrences(systemCtx(db(), tomorrow));
    expect((await used()).map(({ detail }) => detail.times)).toEqual([1, 1]);
  });
});

describe('GET /api/v1/audit', () => {
  it('answers page by page, the newest first, each entry once', async () => {
    const { headers, name } = await apiToken('administrator');
    for (let n = 0; n < 5; n += 1)
      await postJson(server.address, '/api/trpc/fabric.create', { name: uniqueName('paged') }, headers);
    const sequences: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const after = cursor && `&cursor=${cursor}`;
      const response = await ask(`/api/v1/audit?actor=${name}&action=fabric&limit=2${after}`, auditor);
      const page = (await response.json()) as AuditList;
      expect(page.entries.length).toBeLessThanOrEqual(2);
      sequences.push(...page.entries.map(({ sequence }) => sequence));
      cursor = page.nextCursor;
    }
    expect(sequences).toHaveLength(5);
    expect(sequences).toEqual([...sequences].sort((a, b) => Number(b) - Number(a)));
    const since = new Date(Date.now() + 30_000).toISOString();
    expect(await read(`actor=${name}&since=${since}`)).toEqual([]);
  });

  it('names the word that is wrong', async () => {
    for (const [query, pointer] of [
      ['since=soon', 'since'],
      ['cursor=x', 'cursor'],
      ['limit=0', 'limit'],
      ['limit=1e3', 'limit'],
      ['colour=red', 'colour'],
      ['actor=a&actor=b', 'actor'],
      ['subject=%00', 'subject'],
      ['action=nothing', 'action'],
      ['since=0000-01-01T00:00:00Z', 'since'],
      ['until=9999-12-31T23:00:00-14:00', 'until'],
    ]) {
      const response = await ask(`/api/v1/audit?${query}`, auditor);
      expect([query, response.status, await response.json()]).toMatchObject([query, 400, { pointer }]);
    }
  });

  it('shows who is limited to fabrics what was done to those, and by themselves', async () => {
    const [own, other] = [await makeWorld(db()), await makeWorld(db())];
    await own.enrollmentToken();
    await other.enrollmentToken();
    const ctx = tokenCtx(db(), { fabrics: [own.fabric.id], role: 'auditor' });
    const { entries } = await listAudit({ ctx, input: {} });
    expect(entries.map(({ action }) => action)).toEqual(['enrollmentToken.created', 'fabric.created']);
    expect(entries[1]?.subject?.id).toBe(own.fabric.id);
    const everything = await listAudit({
      ctx: tokenCtx(db(), { fabrics: 'all', role: 'auditor' }),
      input: {},
    });
    expect(everything.entries.length).toBeGreaterThan(10);
  });
});

describe('an entry', () => {
  it('says what its subject is called, and is found by that name', async () => {
    const { headers, name: tokenName } = await apiToken('administrator');
    const name = uniqueName('Fabric');
    await postJson(server.address, '/api/trpc/fabric.create', { name }, headers);
    const found = await read(`subject=${name.toLowerCase()}`);
    expect(found).toMatchObject([{ action: 'fabric.created', subject: { kind: 'fabric', name } }]);
    const { email } = await makeOperator(db(), 'viewer');
    expect(
      (await read(`subject=${tokenName}&action=apiToken.created`)).map(({ subject }) => subject?.name),
    ).toEqual([tokenName]);
    expect(await read(`subject=${email}`)).toMatchObject([
      { action: 'operator.created', subject: { kind: 'operator', name: email } },
    ]);
  });

  it('is among those before a time, and not among those after it', async () => {
    const { id } = await apiToken('viewer');
    const [entry] = await read(`subject=${id}`);
    const at = (ms: number) => encodeURIComponent(new Date(Date.parse(entry?.at ?? '') + ms).toISOString());
    expect(await read(`subject=${id}&until=${at(1)}`)).toHaveLength(1);
    expect(await read(`subject=${id}&until=${at(0)}`)).toEqual([]);
  });
});

describe('GET /api/v1/audit/export', () => {
  async function file(query: string) {
    const response = await ask(`/api/v1/audit/export?${query}`, auditor);
    expect([response.status, response.headers.get('content-disposition')]).toEqual([
      200,
      expect.stringMatching(
        /^attachment; filename="audit-filtered-(2026-11-24T00-00-00Z-to-)?[\dT-]+Z\.(csv|json)"$/,
      ),
    ]);
    const { format: _, lang: __, ...asked } = Object.fromEntries(new URLSearchParams(query));
    expect(response.headers.get('gf-asked')).toBe(new URLSearchParams(asked).toString());
    return response.text();
  }

  it('has every entry that matches, however many pages the list has', async () => {
    const { name, headers } = await apiToken('administrator');
    for (let n = 0; n < 3; n += 1)
      await postJson(server.address, '/api/trpc/fabric.create', { name: uniqueName('=1+1 filed') }, headers);
    const query = `actor=${name}&action=fabric`;
    const listed = await read(query);
    const json = JSON.parse(await file(`format=json&${query}`));
    expect(json).toEqual({
      ...{ asOf: expect.any(String), asked: new URLSearchParams(query).toString(), entries: listed },
      ...{ total: 3, nextCursor: null },
    });
    const [head = [], ...rows] = readCsv(await file(`format=csv&${query}`));
    expect(rows.map((row) => row[head.indexOf('sequence')])).toEqual(listed.map(({ sequence }) => sequence));
    expect(rows.map((row) => row[head.indexOf('subjectName')])).toEqual(
      listed.map(({ subject }) => `'${subject?.name}`),
    );
    expect(rows.map((row) => row[head.indexOf('hash')])).toEqual(listed.map(({ hash }) => hash));
  });

  it('has its own entry, which says what has left', async () => {
    const since = '2026-11-24T00:00:00.000Z';
    await file(`format=csv&lang=fr&since=${since}&action=fabric`);
    const [newest] = await read('action=audit.exported');
    const filter = new URLSearchParams({ since, action: 'fabric' }).toString();
    expect(newest?.detail).toEqual({ format: 'csv', lang: 'fr', filter });
  });

  it('names what is wrong, and writes no file for who may not read the log', async () => {
    expect((await ask('/api/v1/audit/export?format=pdf', auditor)).status).toBe(400);
    const late = await ask('/api/v1/audit?since=2026-11-25T00:00:00Z&until=2026-11-24T00:00:00Z', auditor);
    expect([late.status, (await late.json()).title]).toEqual([
      400,
      'The parameter "since" must be no later than "until", which is 2026-11-24T00:00:00.000Z, and is "2026-11-25T00:00:00.000Z".',
    ]);
    expect((await ask('/api/v1/audit/export?format=csv&cursor=3', auditor)).status).toBe(400);
    const named = await ask('/api/v1/audit?limit=501', auditor);
    expect(await named.json()).toMatchObject({
      title: 'The parameter "limit" must be at most 500, and is "501".',
      pointer: 'limit',
    });
    const missing = await ask('/api/v1/audit/export', auditor);
    expect(await missing.json()).toMatchObject({
      title: 'The parameter "format" must be given: one of csv, json.',
      pointer: 'format',
    });
    const { cookie } = await signedIn('operator');
    expect((await ask('/api/v1/audit/export?format=csv', { cookie })).status).toBe(403);
  });
});

describe('GET /api/v1/audit/verify', () => {
  async function verify(): Promise<AuditVerification> {
    const response = await ask('/api/v1/audit/verify', auditor);
    expect(response.status).toBe(200);
    return response.json();
  }
  const asOwner = (sql: string, values: unknown[]) =>
    withClient(server.database.migrateUrl, (client) => client.query(sql, values));

  it('says through which entry the chain holds, and against how many checkpoints', async () => {
    const [newest] = await read('limit=1');
    const { at, sequence, hash } = newest ?? {};
    // As the server does once a minute.
    appendFileSync(checkpointFile, `${JSON.stringify({ at, sequence, hash })}\n`);
    const verdict = await verify();
    expect(verdict).toMatchObject({ intact: true, torn: 0, firstAt: expect.any(String) });
    if (!verdict.intact) throw new Error('The chain is broken');
    expect(verdict.checkpoints).toBeGreaterThan(0);
    expect(verdict.entries).toBeGreaterThanOrEqual(Number(newest?.sequence));
    expect(verdict.head).toMatch(/^[0-9a-f]{64}$/);
  });

  it('says which entry was changed', async () => {
    const [{ sequence = '' } = {}] = await read('action=fabric.created&limit=1');
    const set = 'UPDATE audit_entry SET action = $2 WHERE sequence = $1';
    await asOwner(set, [sequence, 'fabric.renamed']);
    expect(await verify()).toMatchObject({ intact: false, sequence, reason: 'changed', checkpointAt: null });
    await asOwner(set, [sequence, 'fabric.created']);
    expect(await verify()).toMatchObject({ intact: true });
  });

  it('says that entries were cut off, where a checkpoint still has them', async () => {
    const at = '2026-11-24T00:00:00.000Z';
    const sequence = '999999999';
    appendFileSync(checkpointFile, `${JSON.stringify({ at, sequence, hash: 'a'.repeat(64) })}\n`);
    expect(await verify()).toMatchObject({ intact: false, sequence, reason: 'cut', checkpointAt: at });
  });
});
