import { expect } from '@playwright/test';
import fc from 'fast-check';
import { socketsOn } from '@/test/support/open-sockets';
import { openSocket, sendAndLeave, sentHead } from '@/test/support/request-heads';
import { test } from './support/test';

const PAGES = ['/sign-in', '/set-up', '/hosts', '/nothing'];
const UPGRADE = 'POST /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n';
const FORGOTTEN = [
  UPGRADE,
  'GET /sign-in HTTP/1.1\r\nHost: x\r\n',
  'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
  '',
];

/**
 * Next prepares what it serves, sockets among it, with the first page. Redirects are not followed: fetch would leave the
 * page of one unread, and with it its own end of the connection open.
 */
async function visitPages(address: string): Promise<void> {
  const asked = { headers: { connection: 'close' }, redirect: 'manual' } as const;
  for (const path of PAGES) await (await fetch(`${address}${path}`, asked)).text();
}

test('no socket outlives its client, whatever it asked for, and none keeps the server from stopping', async ({
  freshServer: { address, stop },
}) => {
  test.setTimeout(180_000);
  const port = Number(new URL(address).port);
  await visitPages(address);
  await fc.assert(
    fc.asyncProperty(fc.array(sentHead, { minLength: 1, maxLength: 12 }), async (heads) => {
      await Promise.all(heads.map((head) => sendAndLeave(port, head)));
      await expect.poll(() => socketsOn(port), { timeout: 15_000 }).toBe(0);
    }),
    { numRuns: 40, endOnFailure: true },
  );
  // Who stays is not waited for longer than who has begun a request.
  for (const bytes of [...FORGOTTEN, ...FORGOTTEN]) (await openSocket(port)).write(bytes);
  await stop();
});
