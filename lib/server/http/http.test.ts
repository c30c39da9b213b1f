import type { AnyProcedure } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '@/lib/contracts/agent';
import { createApiToken } from '@/lib/server/services/operator';
import { appRouter } from '@/lib/server/trpc/root';
import { makeOperator, postJson, signInCookie, systemCtx } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { uniqueName } from '@/test/support/world';

let server: TestServer;
let cookie: string;

beforeAll(async () => {
  server = await startTestServer();
  const { email, password } = await makeOperator(server.runtime.db);
  cookie = await signInCookie(server.address, email, password);
});

afterAll(() => server.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(server.address + path, { headers });

describe('health', () => {
  it('is told to everybody', async () => {
    expect((await get('/api/health/live')).status).toBe(200);
    expect((await get('/api/health/ready')).status).toBe(200);
  });
});

describe('an error', () => {
  it.each([
    ['nothing there', () => get('/api/nothing'), 404, 'not_found'],
    ['nobody', () => get('/api/v1/hosts'), 401, 'unauthorized'],
    ['bad JSON', () => post('/api/set-up', '{"a":', { cookie }), 400, 'invalid_json'],
    ['a prototype', () => post('/api/set-up', '{"__proto__":{}}', { cookie }), 400, 'invalid_json'],
    [
      'another type',
      () => post('/api/set-up', 'a=b', { 'content-type': 'text/csv' }),
      415,
      'unsupported_media_type',
    ],
    ['too much', () => post('/api/set-up', JSON.stringify({ a: 'a'.repeat(9_000) })), 413, 'too_large'],
  ])('is a problem with a code and a request id: %s', async (_what, ask, status, code) => {
    const response = await ask();
    const problem = Problem.parse(await response.json());
    expect(problem).toMatchObject({ status, code });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('x-request-id')).toBe(problem.requestId);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('of a procedure has our code and no stack', async () => {
    const missing = await get(`/api/trpc/host.get?input=${encodeURIComponent('{"id":"x"}')}`, { cookie });
    expect(await missing.json()).toMatchObject({ error: { data: { code: 'not_found', httpStatus: 404 } } });
    const wrong = await postJson(server.address, '/api/trpc/fabric.create', { name: '' }, { cookie });
    const text = await wrong.text();
    expect(JSON.parse(text)).toMatchObject({ error: { data: { code: 'invalid_value', pointer: '/name' } } });
    expect(text).not.toContain('stack');
    const nul = await postJson(server.address, '/api/trpc/fabric.create', { name: 'a\0' }, { cookie });
    const nobody = { email: 'a\0@b.example', password: 'x' };
    const nulAddress = await postJson(server.address, '/api/auth/sign-in/email', nobody);
    expect([nulAddress.status, (await nulAddress.json()).code]).toEqual([400, 'invalid_value']);
    expect(await nul.json()).toMatchObject({ error: { data: { code: 'invalid_value', pointer: '/name' } } });
  });
});

function post(path: string, body: string, headers: Record<string, string> = {}) {
  return fetch(server.address + path, {
    method: 'POST',
    headers: { origin: server.address, 'content-type': 'application/json', ...headers },
    body,
  });
}

describe('a change asked for by another site', () => {
  const known: Record<string, unknown> = appRouter._def.procedures;
  const mutations = Object.entries(known)
    .filter(([, procedure]) => (procedure as AnyProcedure)._def.type === 'mutation')
    .map(([path]) => `/api/trpc/${path}`);
  const changes = [...mutations, '/api/auth/sign-in/email', '/api/auth/sign-out', '/api/set-up'];

  it.each(changes)('is refused: %s', async (path) => {
    const json = { 'content-type': 'application/json', cookie };
    const foreign = { ...json, origin: 'https://evil.example' };
    for (const headers of [
      json,
      foreign,
      { ...json, origin: 'null' },
      { ...json, origin: `${server.address}0` },
    ]) {
      const response = await fetch(server.address + path, { method: 'POST', headers, body: '{}' });
      expect(response.status).toBe(403);
    }
    const plain = await post(path, '{}', { cookie, 'content-type': 'text/plain' });
    expect(plain.status).toBe(415);
    const form = await post(path, 'a=b', { cookie, 'content-type': 'application/x-www-form-urlencoded' });
    expect(form.status).toBe(415);
    expect([404, 405]).toContain((await get(path, { cookie })).status);
  });

  it('is taken from this site, and with a token from anywhere', async () => {
    const body = () => JSON.stringify({ name: uniqueName('csrf') });
    expect((await post('/api/trpc/fabric.create', body(), { cookie })).status).toBe(200);
    const ctx = systemCtx(server.runtime.db);
    const { token } = await createApiToken({ ctx, input: { name: 'n', role: 'administrator' } });
    const headers = { origin: 'https://elsewhere.example', authorization: `Bearer ${token}` };
    expect((await post('/api/trpc/fabric.create', body(), headers)).status).toBe(200);
  });
});

describe('the API document', () => {
  it('describes the agent API and the read API, and nothing of the console', async () => {
    const document = (await (await get('/api/v1/openapi.json')).json()) as { paths: Record<string, unknown> };
    const paths = Object.keys(document.paths);
    for (const path of [
      '/api/v1/agent/snapshots',
      '/api/v1/agent/enroll',
      '/api/v1/hosts',
      '/api/v1/summary',
      '/api/v1/trend',
    ])
      expect(paths).toContain(path);
    expect(paths.filter((path) => path.includes('trpc') || path.includes('auth'))).toEqual([]);
    expect(document.paths['/api/v1/hosts']).toMatchObject({ get: { security: [{ apiToken: [] }] } });
    for (const path of ['/api/v1/agent/enroll', '/api/v1/agent/check-token'])
      expect(document.paths[path]).toMatchObject({ post: { security: [{ enrollmentToken: [] }] } });
  });
});

describe('the log', () => {
  it('is one JSON line per event and holds no secret, whatever is sent', async () => {
    const odd = { 'user-agent': 'a\tb', 'x-odd': '\u009b31m' };
    await get('/api/nothing?a=\u2028&b=%0a%1b[31m', { ...odd, authorization: 'Bearer gfa_notatoken' });
    server.runtime.log.warn(
      { authorization: 'Bearer x', a: { cookie: 'y' } },
      'line\r\n\u001b[31m\u2028\u202e end',
    );
    for (const line of server.logged) {
      expect(line.endsWith('\n')).toBe(true);
      expect(() => JSON.parse(line)).not.toThrow();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
      expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
    }
    const all = server.logged.join('');
    expect(all).not.toMatch(/gf[aeh]_[0-9A-Za-z]{49}|Bearer x|"y"/);
    expect(all).not.toContain(cookie);
  });
});
