import { describe, expect, it } from 'vitest';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { makeOperator, tokenCtx } from '@/test/support/callers';
import { usesDatabase } from '@/test/support/uses-database';
import { lastLook, look } from '.';

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
});

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 24, 8) + minutes * 60_000);

async function person() {
  const { id, email } = await makeOperator(db, 'viewer');
  const actor = { kind: 'operator', id, name: id, email, role: 'viewer', fabrics: 'all' } as const;
  return (minutes: number): Ctx => ({ actor, db, now: at(minutes), requestId: id });
}

describe('the last look of a person', () => {
  it('is kept for each, and what asks again by itself does not move it', async () => {
    const [one, other] = [await person(), await person()];
    const opens = (minutes: number) => look({ ctx: one(minutes), input: { hasSeen: false } });
    expect(await opens(0)).toEqual({ since: null });
    expect(await opens(600)).toEqual({ since: at(0).toISOString() });
    for (const minutes of [610, 900]) await lastLook({ ctx: one(minutes) });
    expect(await lastLook({ ctx: one(610) })).toEqual({ since: at(0).toISOString() });
    expect(await lastLook({ ctx: one(900) })).toEqual({ since: at(600).toISOString() });
    expect(await lastLook({ ctx: other(900) })).toEqual({ since: null });
  });

  it('is the moment at which they say that they have seen it', async () => {
    const one = await person();
    await look({ ctx: one(0), input: { hasSeen: false } });
    expect(await look({ ctx: one(700), input: { hasSeen: true } })).toEqual({ since: at(700).toISOString() });
    expect(await lastLook({ ctx: one(710) })).toEqual({ since: at(700).toISOString() });
  });

  it('is a person’s, and no token’s', async () => {
    const ctx = tokenCtx(db, { fabrics: 'all' });
    await expect(look({ ctx, input: { hasSeen: false } })).rejects.toMatchObject({ code: 'person_required' });
    await expect(lastLook({ ctx })).rejects.toMatchObject({ code: 'person_required' });
  });
});
