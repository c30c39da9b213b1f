import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSocket } from '@/test/support/request-heads';
import { startTestServer, type TestServer } from '@/test/support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

/** Sends what no client library would. */
async function answerTo(head: string[]): Promise<string> {
  const socket = await openSocket(Number(new URL(server.address).port));
  socket.write(`${[...head, 'Connection: close'].join('\r\n')}\r\n\r\n`);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

const PATHS = ['/api/trpc/x', '/api/health/live', '/api/v1/hosts', '/a-page'];
const SNAPSHOTS = 'POST /api/v1/agent/snapshots HTTP/1.1';

describe('a Host that is none', () => {
  const hosts = ['%', '[::1', 'a b', '', 'a/b', 'user@a', 'a:b', 'a:99999', 'a?b', 'a#b', '[::g]', 'a\\b'];
  const requests = [...PATHS.map((path) => `GET ${path} HTTP/1.1`), SNAPSHOTS];

  it.each(hosts)('is refused at the door, and nothing is logged: %j', async (host) => {
    for (const request of requests) {
      const answer = await answerTo([request, `Host: ${host}`]);
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
      expect(answer).toContain('"code":"bad_request"');
    }
    expect(server.logged.filter((line) => line.includes('"error"'))).toEqual([]);
  });

  it('is refused where there are two of them, the same or not', async () => {
    for (const request of requests)
      for (const second of ['x', 'y'])
        expect(await answerTo([request, 'Host: x', `hOST: ${second}`])).toMatch(/^HTTP\/1.1 400 /);
  });

  it.each([
    'x',
    'fabric.example:443',
    '[::1]:3000',
    '127.0.0.1',
    'xn--bcher-kva.example',
    'under_score',
    'a.',
  ])('is not said of one: %s', async (host) => {
    expect(await answerTo(['GET /api/health/live HTTP/1.1', `Host: ${host}`])).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('a method that is not served at this address', () => {
  it.each([
    ['HEAD', '/api/trpc/host.list', 'GET, POST'],
    ['PUT', '/api/trpc/host.list', 'GET, POST'],
    ['HEAD', '/api/v1/reports/0198f3a0-0000-7000-8000-000000000000/download?format=pdf', 'GET'],
    ['DELETE', '/api/v1/hosts', 'GET, HEAD'],
    ['POST', '/api/v1/hosts/0198f3a0-0000-7000-8000-000000000000', 'GET, HEAD'],
    ['GET', '/api/v1/agent/snapshots', 'POST'],
    ['GET', '/api/v1/agent/enroll?a=b', 'POST'],
    ['PATCH', '/api/health/live', 'GET, HEAD'],
    ['TRACE', '/api/health/live', ''],
  ])('is 405, with those that are: %s %s', async (method, path, allow) => {
    const answer = await answerTo([`${method} ${path} HTTP/1.1`, 'Host: x']);
    expect(answer).toMatch(/^HTTP\/1.1 405 /);
    expect(answer.toLowerCase()).toContain(`\r\nallow: ${allow.toLowerCase()}\r\n`);
    if (method !== 'HEAD') expect(answer).toContain('"code":"method_not_allowed"');
    expect(server.logged.filter((line) => line.includes('"error"'))).toEqual([]);
  });

  it('is said of a procedure too: what changes something is not asked for with GET', async () => {
    const response = await fetch(`${server.address}/api/trpc/fabric.create`);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await response.json()).toMatchObject({ error: { data: { code: 'method_not_allowed' } } });
  });

  it('is not said of an address where there is nothing', async () => {
    const answer = await answerTo(['DELETE /api/nothing HTTP/1.1', 'Host: x']);
    expect(answer).toMatch(/^HTTP\/1.1 404 /);
  });
});
