import { once } from 'node:events';
import { connect } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { sendFile } from './send-file';

let app: FastifyInstance;

afterEach(() => app.close());

async function* endless() {
  for (;;) yield 'x'.repeat(65_536);
}

async function* failing() {
  yield 'some';
  throw new Error('away');
}

type Limits = Parameters<typeof sendFile>[3];

const ABOUT = {
  asked: new URLSearchParams({ q: 'été' }),
  asOf: new Date('2026-11-24T09:00:00.000Z'),
};

/** A server of this one file, and the moment when the file has let go of everything. */
async function serve(chunks: AsyncGenerator<string>, limits?: Limits) {
  app = fastify();
  const ended = new Promise<void>((resolve) => {
    app.get('/', (_request, reply) =>
      sendFile(reply, { fileName: 'a.csv', contentType: 'text/csv', about: ABOUT, chunks }, resolve, limits),
    );
  });
  return { address: new URL(await app.listen({ port: 0 })), ended };
}

const AMPLE_MS = 600_000;

async function readerThatStalls(address: URL) {
  const socket = connect(Number(address.port), address.hostname.replace(/[[\]]/g, ''));
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'readable');
  return socket;
}

describe('sendFile', () => {
  it('lets go of a reader that takes nothing any more', async () => {
    const { address, ended } = await serve(endless(), { stalledMs: 50, longestMs: AMPLE_MS });
    const socket = await readerThatStalls(address);
    await ended;
    socket.destroy();
  });

  it('lets go of a reader that takes too long', async () => {
    const { address, ended } = await serve(endless(), { stalledMs: AMPLE_MS, longestMs: 50 });
    const socket = await readerThatStalls(address);
    await ended;
    socket.destroy();
  });

  it('lets go when its reader hangs up', async () => {
    const { address, ended } = await serve(endless());
    (await readerThatStalls(address)).destroy();
    await ended;
  });

  it('never passes a part for the whole', async () => {
    const { address, ended } = await serve(failing());
    const response = await fetch(address);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="a.csv"');
    expect(response.headers.get('gf-asked')).toBe('q=%C3%A9t%C3%A9');
    expect(response.headers.get('gf-as-of')).toBe('2026-11-24T09:00:00.000Z');
    await expect(response.text()).rejects.toThrow();
    await ended;
  });
});
