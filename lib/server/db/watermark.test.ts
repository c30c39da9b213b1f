import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPools, type Pools } from '@/lib/server/db/pools';
import { readModelKeeper } from '@/lib/server/services/host';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { enrolledHosts } from '@/test/support/ingest';
import { followWatermark, raiseWatermark, type Watermark } from './watermark';

let database: TestDatabase;
let pools: Pools;

beforeAll(async () => {
  database = await testDatabase();
  pools = openPools({ url: database.runtimeUrl });
});

afterAll(async () => {
  await pools.close();
  await database.drop();
});

const unexpected = (error: unknown) => {
  throw error;
};

async function followed(watermark: Watermark) {
  let moves = 0;
  watermark.subscribe({ onMove: () => (moves += 1), onEnd: () => undefined });
  await expect.poll(watermark.isFollowed).toBe(true);
  return () => moves;
}

async function numberNow(): Promise<number> {
  const rows = await pools.console.$queryRaw<{ number: bigint }[]>`SELECT number FROM fleet_watermark`;
  return Number(rows[0]?.number ?? 0);
}

it('is told to every process', async () => {
  const url = database.runtimeUrl;
  const watermarks = [1, 2].map(() => followWatermark({ url, onLoss: unexpected, lookEveryMs: 600_000 }));
  const moves = await Promise.all(watermarks.map(followed));
  await raiseWatermark(pools.console);
  await expect.poll(() => moves.map((count) => count())).toEqual([1, 1]);
  await Promise.all(watermarks.map((watermark) => watermark.end()));
});

it('is raised once for all hosts that a round judged anew, and not by one that judged none', async () => {
  const keep = readModelKeeper(pools.jobs, unexpected);
  const round = () => keep({ now: new Date(), isEnding: () => false });
  await enrolledHosts(pools.console, new Date(), 40);
  const before = await numberNow();
  await round();
  expect(await numberNow()).toBe(before + 1);
  await round();
  expect(await numberNow()).toBe(before + 1);
});

it('is followed again once a database that was away is back, which is said once', async () => {
  const own = await testDatabase();
  const losses: unknown[] = [];
  const onLoss = (error: unknown) => losses.push(error);
  const watermark = followWatermark({ url: own.runtimeUrl, onLoss });
  const moves = await followed(watermark);
  const giveBack = await own.takeAway();
  await expect.poll(watermark.isFollowed).toBe(false);
  await giveBack();
  const others = openPools({ url: own.runtimeUrl });
  await raiseWatermark(others.console);
  await others.close();
  await expect.poll(moves, { timeout: 10_000 }).toBe(1);
  expect(losses).toHaveLength(1);
  await watermark.end();
  await own.drop();
});

/** What PostgreSQL says to who signs in without a password: that this is enough, and that it can be asked. */
const SIGNED_IN = Buffer.from([
  ...Buffer.from('R'),
  0,
  0,
  0,
  8,
  0,
  0,
  0,
  0,
  ...Buffer.from('Z'),
  0,
  0,
  0,
  5,
  0x49,
]);

/** Lets everybody sign in, and answers nothing that it is asked. */
async function startSilentDatabase() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(SIGNED_IN));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `postgresql://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/nothing`;
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url, connections: () => sockets.length, close };
}

it('is not waited for on a connection that goes silent before anything was followed', async () => {
  const { url, connections, close } = await startSilentDatabase();
  const losses: unknown[] = [];
  const watermark = followWatermark({ url, onLoss: (error) => losses.push(error) });
  await expect.poll(connections).toBeGreaterThan(1);
  expect(losses).toHaveLength(1);
  close();
  await watermark.end();
});
