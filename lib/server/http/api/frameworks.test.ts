import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeOperator, signInCookie } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { uniqueName } from '@/test/support/world';

let server: TestServer;
let cookie: string;

beforeAll(async () => {
  server = await startTestServer();
  const { email, password } = await makeOperator(server.runtime.db, 'administrator');
  cookie = await signInCookie(server.address, email, password);
});
afterAll(() => server.stop());

async function send(method: string, path: string, body?: unknown) {
  const response = await fetch(`${server.address}/api/v1/${path}`, {
    method,
    headers: { origin: server.address, cookie, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

it('a framework is brought after one of the product, shown as a file, and taken away', async () => {
  const { frameworks } = (await send('GET', 'reports/frameworks')).body;
  const file = (await send('GET', `frameworks/${frameworks[0].framework}`)).body;
  const framework = uniqueName('own').toLowerCase();
  const own = { ...file, framework };
  const made = await send('POST', 'frameworks', own);
  expect(made).toMatchObject({ status: 201, body: { framework, isOwn: false } });
  expect(made.headers.get('location')).toBe(`/api/v1/frameworks/${framework}`);
  expect((await send('GET', `frameworks/${framework}`)).body).toEqual(own);
  expect((await send('DELETE', `frameworks/${framework}`)).status).toBe(204);
  expect((await send('GET', `frameworks/${framework}`)).status).toBe(404);
});

it('says what is wrong with a file by its entries, and takes none of the product’s names', async () => {
  expect(await send('POST', 'frameworks', { framework: 'own', controls: 0 })).toMatchObject({
    status: 400,
    body: { code: 'invalid_value', title: expect.stringContaining('controls') },
  });
  const { frameworks } = (await send('GET', 'reports/frameworks')).body;
  const product = (await send('GET', `frameworks/${frameworks[0].framework}`)).body;
  expect(await send('POST', 'frameworks', product)).toMatchObject({ status: 409 });
});
