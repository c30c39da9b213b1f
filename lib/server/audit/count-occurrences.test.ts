import { describe, expect, it } from 'vitest';
import { countOccurrence, recordOccurrences } from '@/lib/server/audit/count-occurrences';
import { verifyChain } from '@/lib/server/audit/verify';
import type { DbRoot } from '@/lib/server/db/client';
import { systemCtx } from '@/test/support/callers';
import { usesDatabase } from '@/test/support/uses-database';
import { uniqueName } from '@/test/support/world';

let db: DbRoot;
usesDatabase((given) => {
  db = given;
});

const at = (time: string) => new Date(`2026-11-25T${time}Z`);

function thing(action: string, key = 'one') {
  return { action, key, period: 'hour', detail: { key } } as const;
}

const count = (action: string, time: string, key?: string) =>
  countOccurrence(db, { actor: { kind: 'anonymous', id: null }, at: at(time) }, thing(action, key));

const tell = (time: string) => recordOccurrences(systemCtx(db, at(time)));

const entries = (action: string) =>
  db.auditEntry.findMany({ where: { action }, orderBy: { sequence: 'asc' } });

describe('what happens often', () => {
  it('is told soon, and the rest of the hour once', async () => {
    const action = `${uniqueName('often')}.done`;
    await count(action, '09:00:10');
    await count(action, '09:00:11');
    await tell('09:01:00');
    const detail = (times: number, from: string, to: string) => ({
      key: 'one',
      times,
      from: at(from).toISOString(),
      to: at(to).toISOString(),
    });
    const first = detail(2, '09:00:10', '09:00:11');
    expect(await entries(action)).toMatchObject([
      { actorKind: 'anonymous', actorId: null, requestId: null, detail: first },
    ]);
    for (const time of ['09:20:00', '09:40:00', '09:50:00']) await count(action, time);
    await tell('09:59:59');
    expect(await entries(action)).toHaveLength(1);
    await count(action, '10:00:01');
    await tell('10:00:02');
    expect((await entries(action)).map((entry) => entry.detail)).toEqual(
      expect.arrayContaining([first, detail(3, '09:20:00', '09:50:00'), detail(1, '10:00:01', '10:00:01')]),
    );
    await tell('11:00:00');
    expect(await entries(action)).toHaveLength(3);
    expect(await db.$queryRaw`SELECT FROM audit_fold WHERE action = ${action}`).toEqual([]);
    expect(await verifyChain(db)).toMatchObject({ intact: true });
  });

  it('makes two entries an hour at most, whatever the number, and no key is lost to many', async () => {
    const action = `${uniqueName('flood')}.done`;
    for (let n = 0; n < 520; n += 1) await count(action, '09:10:00', `key ${n}`);
    await tell('09:11:00');
    await tell('10:00:00');
    const told = await entries(action);
    expect(told).toHaveLength(501);
    const times = told.map(({ detail }) => Number((detail as { times: number }).times));
    expect(times.reduce((sum, one) => sum + one, 0)).toBe(520);
  });

  it('names a subject also after a flood about others or about none', async () => {
    const action = `${uniqueName('flood')}.done`;
    const of = (key: string, id?: string) =>
      countOccurrence(
        db,
        { actor: { kind: 'anonymous', id: null }, at: at('09:10:00') },
        { ...thing(action, key), ...(id && { subject: { kind: 'operator', id } }) },
      );
    for (let n = 0; n < 510; n += 1) await of(`unknown ${n}`);
    for (let n = 0; n < 510; n += 1) await of(`loud ${n}`, 'loud');
    await of('quiet', 'quiet');
    await tell('09:11:00');
    const told = (await entries(action)).map(({ subjectId, detail }) => ({ subjectId, detail }));
    expect(told.filter(({ subjectId }) => subjectId === 'quiet')).toMatchObject([
      { detail: { key: 'quiet', times: 1 } },
    ]);
    const beyond = told.filter(({ detail }) => 'beyond' in (detail as object));
    expect(beyond).toHaveLength(2);
    expect(beyond).toEqual(
      expect.arrayContaining(
        [null, 'loud'].map((subjectId) => ({ subjectId, detail: expect.objectContaining({ times: 10 }) })),
      ),
    );
  });

  it('is counted and told whole when many do both at once', async () => {
    const action = `${uniqueName('parallel')}.done`;
    await Promise.all(
      Array.from({ length: 60 }, async (_, n) => {
        await count(action, `09:30:${String(n).padStart(2, '0')}`, `key ${n % 3}`);
        if (n % 10 === 0) await tell('09:31:00');
      }),
    );
    await Promise.all([tell('10:00:00'), tell('10:00:00')]);
    const told = await entries(action);
    const times = told.map(({ detail }) => Number((detail as { times: number }).times));
    expect(times.reduce((sum, one) => sum + one, 0)).toBe(60);
    expect(await verifyChain(db)).toMatchObject({ intact: true });
  });
});
