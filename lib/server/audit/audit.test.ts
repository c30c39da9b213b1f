import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '@/lib/server/audit/record';
import { verifyChain } from '@/lib/server/audit/verify';
import type { Ctx } from '@/lib/server/context';
import { type DbRoot, transact } from '@/lib/server/db/client';
import { openPools, type Pools } from '@/lib/server/db/pools';
import { systemCtx } from '@/test/support/callers';
import { usesDatabase } from '@/test/support/uses-database';

let db: DbRoot;
/** The role that owns the schema: what somebody with the database's own password could do. */
let owner: DbRoot;
let owners: Pools;
let ctx: Ctx;
usesDatabase((opened, _pools, database) => {
  db = opened;
  owners = openPools({ url: database.migrateUrl });
  owner = owners.console;
  ctx = systemCtx(db, new Date('2026-11-25T09:00:00.123Z'));
});
afterAll(() => owners.close());

beforeEach(() => owner.auditEntry.deleteMany());

async function write(count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1)
    await audit(db, ctx, {
      action: 'thing.done',
      subject: { kind: 'thing', id: String(n) },
      detail: { n, list: [n, 'a'] },
    });
}

describe('the audit log', () => {
  it('chains from the first row', async () => {
    await write(3);
    expect(await verifyChain(db)).toMatchObject({ intact: true, entries: 3 });
    const [first] = await db.auditEntry.findMany({ orderBy: { sequence: 'asc' }, take: 1 });
    expect(first?.sequence).toBe(1n);
    expect(Buffer.from(first?.previousHash ?? []).equals(Buffer.alloc(32))).toBe(true);
  });

  it('stays one chain when many write at once', async () => {
    await Promise.all(Array.from({ length: 24 }, () => write(2)));
    expect(await verifyChain(db)).toMatchObject({ intact: true, entries: 48 });
  });

  it('is written with the change or not at all', async () => {
    const failing = transact(db, async (tx) => {
      await audit(tx, ctx, { action: 'thing.done' });
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    expect(await verifyChain(db)).toMatchObject({ entries: 0 });
  });

  it('keeps whatever a host calls itself', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        async (text, n) => {
          await audit(db, ctx, {
            action: 'host.enrolled',
            detail: { [text]: text, n, lone: '\ud800', nul: 'a\u0000b' },
          });
          expect(await verifyChain(db)).toMatchObject({ intact: true });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps a detail whose name means something to JavaScript', async () => {
    await audit(db, ctx, {
      action: 'host.enrolled',
      detail: JSON.parse('{"__proto__":"x","constructor":"y"}'),
    });
    expect(await verifyChain(db)).toMatchObject({ intact: true });
    const [entry] = await db.auditEntry.findMany();
    expect(Object.values(entry?.detail ?? {}).sort()).toEqual(['x', 'y']);
  });

  it('cannot be changed by the role that serves', async () => {
    await write(1);
    await expect(db.auditEntry.updateMany({ data: { action: 'x' } })).rejects.toThrow(
      /permission denied|denied/i,
    );
    await expect(db.auditEntry.deleteMany()).rejects.toThrow(/permission denied|denied/i);
    await expect(db.$executeRaw`TRUNCATE audit_entry`).rejects.toThrow(/permission denied|denied/i);
    expect(await verifyChain(db)).toMatchObject({ intact: true, entries: 1 });
  });
});

const COUNT = 6;
const position = fc.integer({ min: 1, max: COUNT });

/** What somebody with the owner's password could try; each gives back what it did. */
const tamperings = {
  edit: (at: number) =>
    owner.auditEntry.update({ where: { sequence: BigInt(at) }, data: { detail: { n: 1_000 } } }),
  editTime: (at: number) =>
    owner.auditEntry.update({
      where: { sequence: BigInt(at) },
      data: { at: new Date('2026-11-25T09:00:00.124Z') },
    }),
  editActor: (at: number) =>
    owner.auditEntry.update({ where: { sequence: BigInt(at) }, data: { actorId: 'somebody' } }),
  // The newest entry aside: that its tail was cut shows against a head kept elsewhere.
  delete: (at: number) => owner.auditEntry.delete({ where: { sequence: BigInt(Math.min(at, COUNT - 1)) } }),
  insert: async (at: number) => {
    await owner.$executeRaw`UPDATE audit_entry SET sequence = sequence + 1000 WHERE sequence >= ${at}`;
    await owner.$executeRaw`UPDATE audit_entry SET sequence = sequence - 999 WHERE sequence >= 1000`;
    await owner.$executeRaw`
      INSERT INTO audit_entry SELECT ${at}::bigint, previous_hash, hash, at, actor_kind, actor_id, action,
        subject_kind, subject_id, request_id, detail FROM audit_entry ORDER BY sequence LIMIT 1`;
  },
  swap: async (at: number) => {
    const [a, b] = [at, (at % COUNT) + 1];
    await owner.$executeRaw`UPDATE audit_entry SET sequence = 1000 WHERE sequence = ${a}`;
    await owner.$executeRaw`UPDATE audit_entry SET sequence = ${a} WHERE sequence = ${b}`;
    await owner.$executeRaw`UPDATE audit_entry SET sequence = ${b} WHERE sequence = 1000`;
  },
} satisfies Record<string, (at: number) => Promise<unknown>>;

describe('a tampered audit log', () => {
  it.each([
    ['delete', 'missing'],
    ['edit', 'changed'],
  ] as const)('says what is wrong with the entry: %s', async (tampering, reason) => {
    await write(COUNT);
    await tamperings[tampering](3);
    expect(await verifyChain(db)).toMatchObject({ intact: false, sequence: '3', reason });
  });

  it.each(Object.entries(tamperings))('is found: %s', async (_name, tamper) => {
    await fc.assert(
      fc.asyncProperty(position, async (at) => {
        await owner.auditEntry.deleteMany();
        await write(COUNT);
        await tamper(at);
        expect(await verifyChain(db)).toMatchObject({ intact: false });
      }),
      { numRuns: 5 },
    );
  });
});
