import { PassThrough } from 'node:stream';
import type { PoolClient, Query } from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Prisma } from '@/lib/server/db/client';
import { MINUTE_MS } from '@/lib/util/durations';
import { dataRow } from '@/test/support/data-rows';
import { streamRows } from './row-stream';

const KIB = 1024;
/** "Ready for query". */
const READY = Buffer.from([...Buffer.from('Z'), 0, 0, 0, 5, ...Buffer.from('T')]);
const rows = (kib: number) =>
  Buffer.concat(Array.from({ length: kib }, () => dataRow([Buffer.alloc(KIB - 11)])));

/** A connection of which the test says what it receives, and when PostgreSQL is done. */
function connection() {
  const socket = new PassThrough();
  let done: (error?: Error) => void = () => expect.unreachable();
  socket.on('data', (data: Buffer) => {
    if (data.equals(READY)) done();
  });
  const client = {
    connection: { stream: socket },
    query: (asked: Query) => {
      done = (error) => (asked as unknown as { callback: (error?: Error) => void }).callback(error);
    },
  } as unknown as PoolClient;
  const stream = streamRows(client, Prisma.sql`SELECT 1`);
  const receive = (...parts: Buffer[]) => socket.emit('data', Buffer.concat(parts));
  return { socket, stream, receive, fail: (error: Error) => done(error) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('streamRows', () => {
  it('stops its socket where much waits, and goes on when that was taken', async () => {
    const { socket, stream, receive } = connection();
    receive(rows(100));
    expect(socket.isPaused()).toBe(false);
    receive(rows(30));
    expect(socket.isPaused()).toBe(true);
    expect((await stream.next())?.length).toBe(100 * KIB);
    expect(socket.isPaused()).toBe(true);
    await stream.next();
    expect(socket.isPaused()).toBe(false);
  });

  it('leaves the connection to be heard once all has come, taken or not', async () => {
    const { socket, stream, receive } = connection();
    receive(rows(200), READY);
    expect([stream.isOpen(), socket.isPaused()]).toEqual([false, false]);
    expect((await stream.next())?.length).toBe(200 * KIB);
    expect(await stream.next()).toBeNull();
  });

  it('tells a failure to whoever waits', async () => {
    const { stream, fail } = connection();
    const waiting = stream.next();
    fail(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
  });

  it('cuts off a connection that gives no row in half a minute, and none that does', () => {
    const silent = connection();
    const talking = connection();
    talking.receive(rows(1));
    vi.advanceTimersByTime(MINUTE_MS);
    expect([silent.socket.destroyed, talking.socket.destroyed]).toEqual([true, false]);
    silent.socket.on('error', () => undefined);
  });

  it('cuts off a reader that takes nothing for ten minutes, and clears up after one that left', () => {
    const held = connection();
    const left = connection();
    for (const { receive } of [held, left]) receive(rows(200));
    left.stream.leave();
    held.socket.on('error', () => undefined);
    vi.advanceTimersByTime(11 * MINUTE_MS);
    expect([held.socket.destroyed, left.socket.destroyed]).toEqual([true, false]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
