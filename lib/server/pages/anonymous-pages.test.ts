import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { type AddressInfo, createConnection } from 'node:net';
import { describe, expect, it } from 'vitest';
import { clientAddressOf, createProxyTrust } from '@/lib/server/http/common/proxies';
import { type AnonymousPages, createAnonymousPages } from '@/lib/server/pages/anonymous-pages';

type Rendering = { finish: () => void; isClosed: () => boolean };

type Ask = { signal?: AbortSignal; isKnownDevice?: boolean };

/** A server whose pages are finished by the test, one by one. */
async function serve<T>(
  pages: AnonymousPages,
  work: (ask: (address: string, how?: Ask) => Promise<Response>, renderings: Rendering[]) => Promise<T>,
): Promise<T> {
  const renderings: Rendering[] = [];
  const answer: RequestListener = async (request, response) => {
    const address = String(request.headers['x-address']);
    const isKnownDevice = request.headers['x-known'] === 'yes';
    const refusal = await pages({ address, isKnownDevice, response }, () => {
      return new Promise<void>((resolve) => {
        const finish = () => (response.destroyed ? resolve() : response.end('page', () => resolve()));
        renderings.push({ finish, isClosed: () => response.closed });
      });
    });
    if (refusal) response.writeHead(refusal.status).end();
  };
  const server = createServer((...exchange) => void answer(...exchange));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = (address: string, { signal, isKnownDevice = false }: Ask = {}) =>
    fetch(`http://127.0.0.1:${port}`, {
      headers: { 'x-address': address, 'x-known': isKnownDevice ? 'yes' : 'no' },
      signal: signal ?? null,
    });
  try {
    return await work(ask, renderings);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const rate = { perSecond: 100, burst: 100 };
/** Two, and then none for a minute: what each second adds would depend on how fast the test is. */
const NO_MORE = { perSecond: 0, burst: 2 };

/** Nobody waits: each page is finished as soon as it is begun. */
function finishAtOnce(renderings: Rendering[]): void {
  renderings.push = (rendering) => {
    rendering.finish();
    return 0;
  };
}

describe('pages for people who have not signed in', () => {
  it('are rendered one at a time for an address, and a few at a time for all', async () => {
    const places = { places: 2, perCaller: 1, waiting: 10, longestWaitMs: 60_000 };
    await serve(createAnonymousPages({ rate, places }), async (ask, renderings) => {
      const answers = ['10.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.3'].map((address) => ask(address));
      await expect.poll(() => renderings.length).toBe(2);
      for (let done = 0; done < 4; done += 1) {
        await expect.poll(() => renderings.length).toBeGreaterThan(done);
        expect(renderings.length - done).toBeLessThanOrEqual(2);
        renderings[done]?.finish();
      }
      for (const answer of answers) expect((await answer).status).toBe(200);
    });
  });

  it('are refused where the line is full', async () => {
    const places = { places: 1, perCaller: 1, waiting: 0, longestWaitMs: 60_000 };
    await serve(createAnonymousPages({ rate, places }), async (ask, renderings) => {
      const first = ask('10.0.0.1');
      await expect.poll(() => renderings.length).toBe(1);
      expect((await ask('10.0.0.2')).status).toBe(503);
      renderings[0]?.finish();
      expect((await first).status).toBe(200);
    });
  });

  it('are given up once nobody reads them, and their place is another\u2019s', async () => {
    const places = { places: 1, perCaller: 1, waiting: 1, longestWaitMs: 60_000 };
    const pages = createAnonymousPages({ rate, places, unreadMs: 50 });
    const rendered: string[] = [];
    const server = createServer(async (request, response) => {
      const address = request.url ?? '';
      await pages({ address, isKnownDevice: false, response }, async () => {
        const closed = new Promise((resolve) => response.once('close', resolve));
        rendered.push(address);
        // More than the sockets between the two hold.
        response.write(Buffer.alloc(address === '/unread' ? 64 * 1024 * 1024 : 1));
        if (address === '/unread') await closed;
        else response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const unread = createConnection({ port, host: '127.0.0.1' });
    unread.pause().on('error', () => undefined);
    unread.write('GET /unread HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
    try {
      await expect.poll(() => rendered).toEqual(['/unread']);
      expect((await fetch(`http://127.0.0.1:${port}/read`)).status).toBe(200);
    } finally {
      unread.destroy();
      server.close();
    }
  });

  it('keep their place until they are rendered, also when nobody waits for them any more', async () => {
    const places = { places: 1, perCaller: 1, waiting: 0, longestWaitMs: 60_000 };
    await serve(createAnonymousPages({ rate, places }), async (ask, renderings) => {
      const leaving = new AbortController();
      const first = ask('10.0.0.1', { signal: leaving.signal }).catch(() => 'gone');
      await expect.poll(() => renderings.length).toBe(1);
      leaving.abort();
      expect(await first).toBe('gone');
      await expect.poll(() => renderings[0]?.isClosed()).toBe(true);
      expect((await ask('10.0.0.2')).status).toBe(503);
      renderings[0]?.finish();
      const second = ask('10.0.0.2');
      await expect.poll(() => renderings.length).toBe(2);
      renderings[1]?.finish();
      expect((await second).status).toBe(200);
    });
  });

  it('are refused where one address asks for too many, and for nobody else', async () => {
    const pages = createAnonymousPages({ rate: NO_MORE });
    await serve(pages, async (ask, renderings) => {
      finishAtOnce(renderings);
      const asked = async (address: string) => (await ask(address)).status;
      const statuses: number[] = [];
      for (let count = 0; count < 8; count += 1) statuses.push(await asked('2001:db8::1'));
      expect(statuses).toContain(429);
      // Another address of the same network is the same customer.
      expect(await asked('2001:db8::2')).toBe(429);
      expect(await asked('2001:db8:0:1::1')).toBe(200);
    });
  });

  it('are refused where many addresses ask for too many together, but to no browser that has signed in', async () => {
    const pages = createAnonymousPages({ rate, rateOfStrangers: NO_MORE });
    await serve(pages, async (ask, renderings) => {
      finishAtOnce(renderings);
      const statuses: number[] = [];
      for (let count = 1; count <= 8; count += 1) statuses.push((await ask(`10.0.0.${count}`)).status);
      expect(statuses).toContain(429);
      expect((await ask('10.0.0.9')).status).toBe(429);
      expect((await ask('10.0.0.9', { isKnownDevice: true })).status).toBe(200);
    });
  });
});

describe('the address of a client', () => {
  const of = (remoteAddress: string, forwardedFor?: string) =>
    clientAddressOf(
      { socket: { remoteAddress }, headers: forwardedFor ? { 'x-forwarded-for': forwardedFor } : {} },
      createProxyTrust(['10.0.0.0/8']),
    );

  it('is its own, or the last one that a trusted proxy did not have itself', () => {
    expect(of('192.0.2.1')).toBe('192.0.2.1');
    expect(of('10.0.0.1', '203.0.113.9, 192.0.2.7')).toBe('192.0.2.7');
    expect(of('10.0.0.1', '203.0.113.9, 192.0.2.7, 10.0.0.2')).toBe('192.0.2.7');
    expect(of('10.0.0.1', '10.0.0.9')).toBe('10.0.0.9');
    expect(of('10.0.0.1')).toBe('10.0.0.1');
  });
});
