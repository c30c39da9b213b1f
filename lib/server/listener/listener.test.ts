import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createListener, drain, listen } from '@/lib/server/listener/listener';
import { refusalOfTarget } from '@/lib/server/listener/refusals';
import { pageForLongHead } from '@/lib/server/listener/refused-browsers';
import { startTestServer, type TestServer } from '@/test/support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

async function open(): Promise<Socket> {
  const socket = connect(Number(new URL(server.address).port), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

async function readAll(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

/** Sends what no client library would. */
async function raw(head: string): Promise<string> {
  const socket = await open();
  socket.write(head);
  return readAll(socket);
}

const get = (target: string, method = 'GET') =>
  raw(`${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);

const LONG = 'a'.repeat(20_000);

describe('a request that no honest client sends', () => {
  it.each([
    ['TRACE', '/', '405'],
    ['GET', 'http://other.example/api/health/live', '400'],
    ['GET', '*', '400'],
    ['OPTIONS', '*', '400'],
    ['GET', '//api/health/live', '400'],
    ['GET', '/api//health/live', '400'],
    ['GET', '/api/%2e%2e/x', '400'],
    ['GET', '/api/../x', '400'],
    ['GET', '/api%2fhealth%2flive', '400'],
    ['GET', '/api%5Chealth', '400'],
    ['GET', '/api\\health', '400'],
    ['GET', '/a%00b', '400'],
    ['GET', '/%E0%A4%A', '400'],
  ])('is refused: %s %s', async (method, target, status) => {
    const answer = await get(target, method);
    expect(answer.split('\r\n')[0]).toContain(status);
    expect(answer).toContain('application/problem+json');
    expect(answer).not.toContain('    at ');
  });

  it('ends its connection: CONNECT', async () => {
    expect(await get('127.0.0.1:22', 'CONNECT')).toBe('');
  });

  it.each([
    ['a header over 16 KiB', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${LONG}\r\n\r\n`, 431, 'too_large'],
    [
      'an address over 16 KiB',
      `GET /api/v1/hosts?cursor=${LONG} HTTP/1.1\r\nHost: x\r\n\r\n`,
      431,
      'too_large',
    ],
    ['what is not HTTP', 'GET / HTTP/1.1\r\nHost x\r\n\r\n', 400, 'bad_request'],
  ])('is refused for %s, as a problem with every header', async (_what, head, status, code) => {
    const [first = '', body = ''] = (await raw(head)).split('\r\n\r\n');
    expect(first).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(first).toContain('content-type: application/problem+json');
    expect(first).toContain('x-content-type-options: nosniff');
    expect(JSON.parse(body)).toMatchObject({ status, code, requestId: expect.any(String) });
  });

  it('leaves honest addresses alone', () => {
    for (const url of [
      '/',
      '/hosts?q=a//b%2f..',
      '/hosts/%C3%A9',
      '/.well-known/x',
      '/a.b/c..d',
      '/_next/static/x%20y.js',
    ])
      expect(refusalOfTarget({ method: 'GET', url })).toBeUndefined();
  });
});

describe('a browser that asks for an address that no page can have', () => {
  const ask = (target: string, headers: string, method = 'GET') =>
    raw(`${method} ${target} HTTP/1.1\r\nHost: x\r\n${headers}\r\nConnection: close\r\n\r\n`);
  const BROWSER = 'Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\nAccept-Language: fr-FR';
  const PROGRAM = 'Accept: application/json';

  it.each([
    ['/%E0%A4%A', '/nothing-here'],
    [
      '/hosts//x?fabric=PAR-Prod&at=2026-11-24T00:00:00Z',
      '/nothing-here?fabric=PAR-Prod&at=2026-11-24T00:00:00Z',
    ],
    ['/hosts/a%2fb', '/nothing-here'],
    ['//elsewhere.example/x', '/nothing-here'],
    ['/a/../b?next=//c', '/nothing-here?next=//c'],
  ])('is led to the page that says so within the shell: %s', async (target, leadsTo) => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await ask(target, BROWSER, method);
      expect(answer).toMatch(/^HTTP\/1.1 302 /);
      expect(answer).toContain(`\r\nlocation: ${leadsTo}\r\n`);
      expect(answer).toContain('cache-control: no-store');
    }
    expect(await ask(target, PROGRAM)).toMatch(/^HTTP\/1.1 400 /);
    expect(await ask(target, BROWSER, 'POST')).toMatch(/^HTTP\/1.1 400 /);
  });

  it('is answered as a program below the paths of programs', async () => {
    for (const target of ['/api//v1/hosts', '/api/v1/hosts/a%2fb', '/.well-known//x'])
      expect(await ask(target, BROWSER)).toMatch(/^HTTP\/1.1 400 [\s\S]*problem\+json/);
  });

  it.each([
    ['before its words', `/hosts?q=${LONG}`, BROWSER, 'fr'],
    ['in its path', `/${LONG}`, `${BROWSER}\r\nCookie: gf-language=en`, 'en'],
    // So long that what the browser says of itself is not read any more.
    ['beyond what is read', `/${LONG.repeat(20)}`, BROWSER, 'en'],
  ])(
    'gets a page in its language where the address is too long: %s',
    async (_what, target, headers, lang) => {
      const answer = await ask(target, headers);
      expect(answer).toMatch(/^HTTP\/1.1 431 /);
      expect(answer).toContain('content-type: text/html');
      expect(answer).toContain(`<html lang="${lang}">`);
      expect(answer).toContain('<a href="/">');
      expect(answer).toMatch(/This address is too long|Cette adresse est trop longue/);
      const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(answer)?.[1];
      expect(answer).toContain(`<style nonce="${nonce}">`);
      expect(answer).not.toContain('aaaaaaaa');
    },
  );

  it.each([
    ['at once', `Cookie: gf-language=fr; x=${LONG}`],
    ['after other headers', `Accept-Language: fr\r\nCookie: x=${LONG}`],
  ])('is told to delete its cookies where these are too long: %s', async (_what, headers) => {
    const answer = await ask('/hosts', `Accept: text/html\r\n${headers}`);
    expect(answer).toMatch(/^HTTP\/1.1 431 /);
    expect(answer).toContain('<html lang="fr">');
    expect(answer).toContain('Supprimez les cookies de ce site');
    expect(answer).toContain('<a href="">');
    expect(answer).not.toContain('adresse est trop longue');
  });

  it('is told so also where its address arrived in an earlier packet', () => {
    const page = pageForLongHead(`x: y\r\n${BROWSER}\r\nCookie: x=aaaa`);
    expect(page?.body).toContain('Supprimez les cookies de ce site');
  });

  it('gets that page also where its address arrived in an earlier packet', () => {
    const rest = (headers: string) => `aaaa HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`;
    expect(pageForLongHead(rest(BROWSER))?.body).toContain('<html lang="fr">');
    expect(pageForLongHead(rest(PROGRAM))).toBeUndefined();
    expect(pageForLongHead('aaaa')).toBeUndefined();
  });

  it.each([
    ['a program', `/hosts?q=${LONG}`, PROGRAM, 'GET'],
    ['a path of programs', `/api/v1/hosts?q=${LONG}`, BROWSER, 'GET'],
    ['what is sent', `/hosts?q=${LONG}`, BROWSER, 'POST'],
  ])('gets a problem where that is %s', async (_what, target, headers, method) => {
    expect(await ask(target, headers, method)).toMatch(/^HTTP\/1.1 431 [\s\S]*problem\+json/);
  });
});

/** Sends one byte again and again until the other side ends the connection, as a client that never finishes. */
async function dribble(port: number, head: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write(head);
  const more = setInterval(() => socket.write('x'), 20);
  try {
    return await readAll(socket);
  } finally {
    clearInterval(more);
  }
}

describe('a client that never finishes', () => {
  it('is let go, whether it stops in the head or in the body', async () => {
    const api: RequestListener = (request) => void request.resume();
    const limits = { headersTimeout: 150, requestTimeout: 300, connectionsCheckingInterval: 30 };
    const { runtime } = server;
    const slow = createListener({ runtime, handlers: () => ({ api, page: api }), limits });
    const port = await listen(slow, { host: '127.0.0.1', port: 0 });
    const post = 'POST /api/v1/agent/snapshots HTTP/1.1\r\nHost: x\r\n';
    for (const head of [`${post}X-Slow: `, `${post}Content-Length: 100000\r\n\r\n`]) {
      const answer = await dribble(port, head);
      expect(answer).toMatch(/^HTTP\/1.1 408/);
      expect(answer).toContain('"code":"request_aborted"');
    }
    await drain(slow);
  });

  it('has 10 s for its head and 30 s for the whole', () => {
    const api: RequestListener = () => undefined;
    const made = createListener({ runtime: server.runtime, handlers: () => ({ api, page: api }) });
    expect(made).toMatchObject({ headersTimeout: 10_000, requestTimeout: 30_000 });
  });

  it('takes no other’s place: 500 of them wait, and everybody else is answered', async () => {
    const head = 'POST /api/set-up HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    const waiting = await Promise.all(
      Array.from({ length: 500 }, async (_one, index) => {
        const socket = await open();
        socket.on('error', () => undefined);
        socket.write(index % 2 ? head : `${head}Content-Length: 50\r\n\r\n{`);
        return socket;
      }),
    );
    const answer = await get('/api/health/ready');
    for (const socket of waiting) socket.destroy();
    expect(answer).toMatch(/^HTTP\/1.1 200/);
  });
});

describe('every answer', () => {
  it.each(['/api/health/live', '/api/nothing', '/a-page', '/%2e'])(
    'has the headers that protect it: %s',
    async (path) => {
      const answer = (await get(path)).toLowerCase();
      for (const header of [
        'x-content-type-options: nosniff',
        'x-frame-options: deny',
        'referrer-policy: same-origin',
      ])
        expect(answer).toContain(header);
      expect(answer).not.toContain('strict-transport-security');
      expect(answer).not.toContain('x-powered-by');
    },
  );
});

describe('behind https', () => {
  it('says so to browsers, and its cookie is bound to this host', async () => {
    const origin = 'https://fabric.example';
    const behind = await startTestServer({
      variables: {
        GF_PUBLIC_URL: origin,
        GF_ADMIN_EMAIL: 'a@b.example',
        GF_ADMIN_PASSWORD: 'long enough for all',
      },
    });
    try {
      expect(behind.setUpLink).toBeNull();
      const response = await fetch(`${behind.address}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'a@b.example', password: 'long enough for all' }),
      });
      expect(response.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/);
      expect(response.headers.getSetCookie()[0]).toMatch(
        /^__Host-gf-session=[^;]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
    } finally {
      await behind.stop();
    }
  });
});

describe('stopping', () => {
  it('finishes what was begun, takes nothing new, and says so to balancers', async () => {
    const stopping = await startTestServer();
    const port = Number(new URL(stopping.address).port);
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const body = JSON.stringify({ email: 'nobody@fab.example', password: 'long enough for all' });
    const head = `POST /api/auth/sign-in/email HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${stopping.address}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    socket.write(head + body.slice(0, 10));
    const begun = await fetch(`${stopping.address}/api/health/ready`);
    expect(begun.status).toBe(200);
    const stopped = stopping.stop();
    expect(stopping.runtime.stopping).toBe(true);
    await expect(fetch(`${stopping.address}/api/health/live`)).rejects.toThrow();
    socket.write(body.slice(10));
    const answer = await readAll(socket);
    expect(answer).toMatch(/^HTTP\/1.1 401/);
    expect(answer.toLowerCase()).toContain('connection: close');
    await stopped;
  });

  it('right after the start says nothing of the upkeep that it cuts short', async () => {
    const stopping = await startTestServer();
    await stopping.stop();
    expect(stopping.logged.filter((line) => line.includes('partitions'))).toEqual([]);
  });
});
