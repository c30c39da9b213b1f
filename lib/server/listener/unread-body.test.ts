import { once } from 'node:events';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createListener, drain, type Handlers, listen } from '@/lib/server/listener/listener';
import { openSocket } from '@/test/support/request-heads';
import { startTestServer, type TestServer } from '@/test/support/server';

let running: TestServer;
let server: Server;
let port: number;

const refuses: Handlers['page'] = (_request, response) => response.writeHead(404).end('nothing here');

beforeAll(async () => {
  running = await startTestServer();
  server = createListener({ runtime: running.runtime, handlers: () => ({ api: refuses, page: refuses }) });
  port = await listen(server, { host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await drain(server);
  await running.stop();
});

const head = (bodyBytes: number) => `POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: ${bodyBytes}\r\n\r\n`;
const MEBIBYTE = Buffer.alloc(1024 * 1024);

/** Sends as fast as it is taken, until the other side has had enough. */
async function pour(to: number, start: string): Promise<{ sentMebibytes: number; answer: string }> {
  const socket = await openSocket(to);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += String(chunk);
  });
  socket.write(start);
  let sentMebibytes = 0;
  const closed = new Promise((resolve) => socket.once('close', resolve));
  while (!socket.destroyed && sentMebibytes < 1024) {
    sentMebibytes += 1;
    if (!socket.write(MEBIBYTE))
      await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed]);
  }
  socket.destroy();
  return { sentMebibytes, answer };
}

describe('a body that was refused before it was read', () => {
  it('is not taken to its end, and its sender has the answer', async () => {
    const { sentMebibytes, answer } = await pour(port, head(1024 ** 3));
    expect(answer).toMatch(/^HTTP\/1.1 404 /);
    expect(sentMebibytes).toBeLessThan(512);
  });

  it.each(['Bearer gfh_none', ''])('nor at the agents’ door: %j', async (authorization) => {
    const start = `POST /api/v1/agent/snapshots HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: ${1024 ** 3}\r\n\r\n`;
    const { sentMebibytes, answer } = await pour(Number(new URL(running.address).port), start);
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
    expect(sentMebibytes).toBeLessThan(512);
  });

  it('leaves the connection to the next request where it was small', async () => {
    const socket = await openSocket(port);
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.write(`${head(5)}hello`);
    await once(socket, 'data');
    socket.end(`GET /y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    await once(socket, 'close');
    expect(text.match(/HTTP\/1.1 404/g)).toHaveLength(2);
  });
});
