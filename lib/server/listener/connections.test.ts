import { once } from 'node:events';
import type { RequestListener, Server, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectionLimits } from '@/lib/server/listener/connections';
import { createListener, drain, type Handlers, listen } from '@/lib/server/listener/listener';
import { openCertificate } from '@/lib/server/process/certificate';
import { openSocket } from '@/test/support/request-heads';
import { startTestServer, type TestServer } from '@/test/support/server';
import { tlsFiles } from '@/test/support/tls-files';

let running: TestServer;
const made: Server[] = [];

beforeAll(async () => {
  running = await startTestServer();
});

afterEach(() => Promise.all(made.splice(0).map((server) => drain(server))));

afterAll(() => running.stop());

/** Seconds, in place of the 25 that the product gives to what was begun. */
const BRIEFLY = 0.05;

const answer: RequestListener = (request, response) => {
  request.resume();
  response.end('answered');
};

type Given = Omit<Partial<Parameters<typeof createListener>[0]>, 'handlers'> & {
  env?: Partial<TestServer['runtime']['env']>;
  handlers?: () => Partial<Handlers>;
};

async function listenWith({
  env,
  handlers,
  ...given
}: Given = {}): Promise<{ server: Server; port: number }> {
  const certificate = env?.tls ? openCertificate(env.tls, running.runtime.log) : null;
  const runtime = { ...running.runtime, env: { ...running.runtime.env, ...env }, certificate };
  const server = createListener({
    runtime,
    handlers: () => ({ api: answer, page: answer, ...handlers?.() }),
    ...given,
  });
  made.push(server);
  return { server, port: await listen(server, { host: '127.0.0.1', port: 0 }) };
}

async function answerTo(port: number, head: string): Promise<string> {
  const socket = await openSocket(port);
  socket.write(head);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

const UPGRADE = 'GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n';

describe('an offer of another protocol', () => {
  it('is not taken: the request is answered, and is the last one on its connection', async () => {
    const { port, server } = await listenWith();
    const text = await answerTo(port, UPGRADE);
    expect(text).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(text.toLowerCase()).toContain('connection: close');
    expect(server.listenerCount('upgrade')).toBe(0);
  });

  it('is taken in development, by the pages alone and for their own socket', async () => {
    const taken: string[] = [];
    const upgrade: Handlers['upgrade'] = ({ url }, socket) => {
      taken.push(String(url));
      return socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
    };
    const { port, server } = await listenWith({
      env: { mode: 'development' },
      handlers: () => ({ upgrade }),
    });
    expect(await answerTo(port, UPGRADE)).toBe('');
    const socket = await openSocket(port);
    socket.write(UPGRADE.replace('/x', '/_next/hmr?id=1'));
    expect(String((await once(socket, 'data'))[0])).toContain('101');
    expect(taken).toEqual(['/_next/hmr?id=1']);
    // Such a socket keeps no server from stopping.
    made.splice(0);
    await drain(server);
    if (!socket.closed) await once(socket, 'close');
  });
});

describe('the number of connections', () => {
  it('is bounded by what the process may hold open, with some left for everything else', () => {
    expect(connectionLimits(1_048_576)).toEqual({ all: 10_000, ofOneNetwork: 2_000 });
    expect(connectionLimits(Number.POSITIVE_INFINITY).all).toBe(10_000);
    expect(connectionLimits(4_096)).toEqual({ all: 3_596, ofOneNetwork: 720 });
    expect(connectionLimits(64).all).toBe(100);
  });

  it('is bounded for all together, and a place that is left is given to the next', async () => {
    const { port } = await listenWith({ connections: { all: 3, ofOneNetwork: 3 } });
    const open = await Promise.all([openSocket(port), openSocket(port), openSocket(port)]);
    const refused = await openSocket(port);
    if (!refused.closed) await once(refused, 'close');
    await leave(open);
    expect(await untilAnswered(port)).toContain('answered');
  });

  it('is bounded for one address, and leaves room for the others', async () => {
    const { port } = await listenWith({ connections: { all: 100, ofOneNetwork: 2 } });
    const open = await Promise.all([openSocket(port), openSocket(port)]);
    const refused = await openSocket(port);
    if (!refused.closed) await once(refused, 'close');
    const other = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
    other.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(String((await once(other, 'data'))[0])).toContain('200 OK');
    await leave(open);
    expect(await untilAnswered(port)).toContain('answered');
    expect(running.logged.join()).toContain('this address has too many open');
  });

  it('is not bounded for a proxy that was named as one', async () => {
    const connections = { all: 100, ofOneNetwork: 1 };
    const { port } = await listenWith({ env: { trustedProxies: ['127.0.0.1'] }, connections });
    const open = await Promise.all([openSocket(port), openSocket(port), openSocket(port)]);
    expect(await untilAnswered(port)).toContain('answered');
    await leave(open);
  });
});

async function leave(sockets: Socket[]): Promise<void> {
  for (const socket of sockets) socket.destroy();
}

/** The server learns that a client has gone a moment after it went. */
async function untilAnswered(port: number): Promise<string> {
  for (;;) {
    const text = await answerTo(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n').catch(
      () => '',
    );
    if (text !== '') return text;
  }
}

describe('a connection for TLS on which no TLS comes', () => {
  it('ends by itself, after 10 s', async () => {
    const env = { tls: tlsFiles() };
    const { server } = await listenWith({ env });
    expect(timeoutOf(server)).toBe(10_000);
    const { port } = await listenWith({ env, limits: { handshakeTimeout: 50 } });
    const socket = await openSocket(port);
    await once(socket.resume(), 'close');
  });

  it('keeps no server from stopping', async () => {
    const { server, port } = await listenWith({ env: { tls: tlsFiles() } });
    const socket = (await openSocket(port)).resume();
    made.splice(0);
    await drain(server, BRIEFLY);
    if (!socket.closed) await once(socket, 'close');
  });
});

describe('a connection on which nothing was asked', () => {
  const asSecure = (port: number) => connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });

  it.each(['HTTP', 'HTTPS'])(
    'keeps no server from stopping, and what was begun on another is finished: %s',
    async (scheme) => {
      let begin: (response: ServerResponse) => void = () => {};
      const begun = new Promise<ServerResponse>((resolve) => {
        begin = resolve;
      });
      const page: RequestListener = (_request, response) => begin(response);
      const isSecure = scheme === 'HTTPS';
      const { server, port } = await listenWith({
        handlers: () => ({ page }),
        ...(isSecure && { env: { tls: tlsFiles() } }),
      });
      const open = async () => {
        const socket = isSecure ? asSecure(port) : connect(port, '127.0.0.1');
        await once(socket, isSecure ? 'secureConnect' : 'connect');
        return socket;
      };
      const [unused, used] = [await open(), await open()];
      used.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      const response = await begun;
      made.splice(0);
      const stopped = drain(server);
      await once(unused.resume(), 'close');
      response.end('answered');
      expect(await text(used)).toContain('answered');
      await stopped;
    },
  );
});

describe('a request that is never answered', () => {
  it('keeps no server from stopping once the time for it is over', async () => {
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const { server, port } = await listenWith({ handlers: () => ({ page: () => asked() }) });
    const socket = (await openSocket(port)).resume();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await isAsked;
    made.splice(0);
    await drain(server, BRIEFLY);
    if (!socket.closed) await once(socket, 'close');
  });
});

/** Node keeps it under a symbol. */
function timeoutOf(server: Server): unknown {
  const key = Object.getOwnPropertySymbols(server).find(
    ({ description }) => description === 'handshake-timeout',
  );
  return key && Reflect.get(server, key);
}
