import { readFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { poolOf } from '@/lib/server/db/direct';
import { isDatabaseAway, isDeadlock, isUniqueViolation } from '@/lib/server/db/failures';
import { openPools } from '@/lib/server/db/pools';
import { usesDatabase } from '@/test/support/uses-database';
import { makeWorld } from '@/test/support/world';

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
});

const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('what the driver says', () => {
  it('tells a database that is away from a file that is missing', async () => {
    const nobody = openPools({ url: 'postgresql://nobody@127.0.0.1:1/none' }).console;
    expect(isDatabaseAway(await errorOf(nobody.$queryRaw`SELECT 1`))).toBe(true);
    const socket = createConnection('/nowhere/.s.PGSQL.5432');
    const refused = await new Promise((resolve) => socket.once('error', resolve));
    expect(isDatabaseAway(refused)).toBe(true);
    expect(isDatabaseAway(await errorOf(readFile('/nowhere/file')))).toBe(false);
  });

  it('knows a connection that the server ended, raw and in a transaction', async () => {
    const end = (one: { $queryRaw: DbRoot['$queryRaw'] }) =>
      one.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`;
    expect(isDatabaseAway(await errorOf(end(db)))).toBe(true);
    expect(isDatabaseAway(await errorOf(db.$transaction(end)))).toBe(true);
  });

  it('knows a transaction whose connection went between two of its statements', async () => {
    let second: unknown;
    const torn = db.$transaction(async (tx) => {
      await errorOf(tx.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`);
      second = await errorOf(tx.$queryRaw`SELECT 1`);
    });
    await errorOf(torn);
    expect(isDatabaseAway(second)).toBe(true);
  });

  it.each(['40P01', '40001'])(
    'knows two that waited for each other, by the driver alone: %s',
    async (code) => {
      const raised = poolOf(db).query(`DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '${code}'; END $$`);
      expect(isDeadlock(await errorOf(raised))).toBe(true);
    },
  );

  it('knows a key that is taken, by the client and by raw SQL', async () => {
    const { fabric } = await makeWorld(db);
    const data = { id: fabric.id, name: 'another', createdAt: new Date() };
    const taken = [
      await errorOf(db.fabric.create({ data })),
      await errorOf(
        db.$executeRaw`INSERT INTO fabric (id, name, created_at) VALUES (${fabric.id}::uuid, 'third', now())`,
      ),
    ];
    for (const error of taken) {
      expect(isUniqueViolation(error)).toBe(true);
      expect(isDatabaseAway(error)).toBe(false);
    }
  });

  it('knows a deadlock that PostgreSQL ended', async () => {
    const [one, two] = [(await makeWorld(db)).fabric.id, (await makeWorld(db)).fabric.id];
    const touch = (tx: { $executeRaw: DbRoot['$executeRaw'] }, id: string) =>
      tx.$executeRaw`UPDATE fabric SET created_at = created_at WHERE id = ${id}::uuid`;
    let arrived = 0;
    let release: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    const cross = (first: string, second: string) =>
      errorOf(
        db.$transaction(async (tx) => {
          await touch(tx, first);
          arrived += 1;
          if (arrived === 2) release();
          await both;
          await touch(tx, second);
        }),
      );
    const errors = await Promise.all([cross(one, two), cross(two, one)]);
    expect(errors.filter(isDeadlock)).toHaveLength(1);
  });
});
