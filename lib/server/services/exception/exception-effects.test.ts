import { describe, expect, it } from 'vitest';
import type { ExceptionRow } from '@/lib/contracts/exception';
import { isFollowedOn } from '@/lib/domain/exception';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { watchFleet } from '@/lib/server/services/change';
import { complianceTimeOfHosts, fleetComplianceTime } from '@/lib/server/services/history';
import { listHosts } from '@/lib/server/services/host';
import { systemCtx } from '@/test/support/callers';
import {
  approved,
  asking,
  exceptionChanges,
  exceptionWorld,
  inDays,
  NOW,
  request,
} from '@/test/support/exceptions';
import { usesDatabase } from '@/test/support/uses-database';
import {
  approveException,
  listExceptions,
  renewException,
  requestException,
  summarizeExceptions,
  withdrawException,
} from '.';

let db: DbRoot;
usesDatabase((given) => {
  db = given;
});
const world = () => exceptionWorld(db);

describe('what is asked for', () => {
  it.each([
    ['endsAt', { endsAt: inDays(366) }],
    ['endsAt', { endsAt: inDays(0) }],
    ['reviewAt', { reviewAt: inDays(0) }],
    ['reviewAt', { reviewAt: inDays(11) }],
  ])('is refused by its %s', async (field, more) => {
    const my = await world();
    await expect(request(my.asker, my.ids.slice(0, 1), more)).rejects.toMatchObject({
      code: 'invalid_value',
      pointer: `/${field}`,
    });
  });

  it('is all that a filter matches, as it was shown, and frozen', async () => {
    const my = await world();
    const filter = `fabric=${my.fabric}&cause=SecureBoot`;
    const shown = await listHosts({
      ctx: my.asker,
      input: {
        filter: {
          fabric: { include: [my.fabric], exclude: [] },
          cause: { include: ['SecureBoot'], exclude: [] },
        },
        ...{ at: null, sort: 'state', order: 'desc', limit: 1, cursor: null, digest: true },
      },
    });
    expect(shown.total).toBe(2);
    const selection = { hosts: undefined, filter, count: shown.total, digest: shown.hostsDigest };
    const made = await requestException({ ctx: my.asker, input: { ...asking([]), ...selection } });
    expect(made.hostIds).toEqual(my.ids.slice(0, 2).sort());
    const changed = [{ count: 1 }, { digest: 'another' }].map((one) => ({ ...selection, ...one }));
    for (const other of changed)
      await expect(
        requestException({ ctx: my.asker, input: { ...asking([]), ...other } }),
      ).rejects.toMatchObject({ code: 'selection_changed', more: { count: 2, digest: shown.hostsDigest } });
  });
});

const LIST = { state: [], endingBefore: null, fabric: [], host: null, at: null, limit: 50, cursor: null };

describe('the list', () => {
  it('has every state, its counts, and goes on where a page ended', async () => {
    const my = await world();
    const host = my.ids.slice(0, 1);
    const soon = await approved(my, host);
    await approved(my, host, { reviewAt: inDays(1), endsAt: inDays(35) });
    await request(my.asker, host);
    const gone = await approved(my, host);
    await withdrawException({ ctx: my.asker, input: { id: gone.id } });
    const ctx = my.at(my.asker, 1);
    const namesOf = async (more: object) =>
      (await listExceptions({ ctx, input: { ...LIST, fabric: [my.fabric], ...more } })).exceptions;
    const states = (rows: ExceptionRow[]) => rows.map(({ state }) => state);
    expect(states(await namesOf({}))).toEqual(['withdrawn', 'requested', 'inForce', 'inForce']);
    expect(states(await namesOf({ state: ['inForce'] }))).toEqual(['inForce', 'inForce']);
    const ending = await namesOf({ state: ['inForce'], endingBefore: inDays(20) });
    expect(ending.map(({ id }) => id)).toEqual([soon.id]);
    const { exceptions } = await summarizeExceptions({ ctx, input: { fabric: [my.fabric], at: null } });
    expect(exceptions).toEqual({ requested: 1, inForce: 2, endingSoon: 1, endedLately: 1 });
    const seen: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const input = { ...LIST, fabric: [my.fabric], limit: 3, cursor };
      const page: Awaited<ReturnType<typeof listExceptions>> = await listExceptions({ ctx, input });
      expect(page.total).toBe(4);
      seen.push(...page.exceptions.map(({ id }) => id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(4);
    const pageAt = (cursor: string | null) =>
      listExceptions({ ctx, input: { ...LIST, fabric: [my.fabric], limit: 2, cursor } });
    const first = await pageAt(null);
    expect(first.previousCursor).toBeNull();
    const second = await pageAt(first.nextCursor);
    expect(await pageAt(second.previousCursor)).toEqual(first);
    expect(await pageAt((await pageAt(second.previousCursor)).nextCursor)).toEqual(second);
    // As it stood before the withdrawal and the approvals.
    const before = await listExceptions({ ctx, input: { ...LIST, fabric: [my.fabric], at: inDays(-1) } });
    expect(before.total).toBe(0);
  });
});

it('does not say of an exception that it ends soon once another one in force follows on, and says which', async () => {
  const my = await world();
  const first = await approved(my, my.ids.slice(0, 1));
  const terms = { reason: 'Still waiting', reviewAt: inDays(40), endsAt: inDays(60) };
  const next = await renewException({ ctx: my.at(my.asker, 1), input: { id: first.id, ...terms } });
  const ending = async (days: number) => {
    const ctx = my.at(my.asker, days);
    const asked = { ...LIST, fabric: [my.fabric], state: ['inForce' as const], endingBefore: inDays(30) };
    const { exceptions: counts } = await summarizeExceptions({
      ctx,
      input: { fabric: [my.fabric], at: null },
    });
    const rows = (await listExceptions({ ctx, input: { ...asked, renewed: false } })).exceptions;
    expect(rows).toHaveLength(counts.endingSoon);
    const renewed = (await listExceptions({ ctx, input: { ...asked, renewed: true } })).exceptions;
    expect(renewed.filter((row) => !isFollowedOn(row))).toEqual([]);
    return [rows.map(({ id }) => id), renewed.map(({ renewedBy }) => renewedBy?.number)];
  };
  expect(await ending(2)).toEqual([[first.id], []]);
  await approveException({ ctx: my.at(my.approver, 3), input: { id: next.id } });
  expect(await ending(4)).toEqual([[], [next.number]]);
  await withdrawException({ ctx: my.at(my.asker, 5), input: { id: next.id } });
  expect(await ending(6)).toEqual([[first.id], []]);
});

describe('the feed', () => {
  it('says that it came into force and that it ended, each once, however many servers look and however late', async () => {
    const my = await world();
    const { id, number } = await approved(my, my.ids.slice(0, 2));
    const system = (days: number) => systemCtx(db, inDays(days));
    await watchFleet({ ctx: system(9) });
    expect((await exceptionChanges(my, my.asker, 9)).map(({ kind }) => kind)).toEqual([
      'exceptionInForce',
      'exceptionInForce',
    ]);
    // Nobody looked for a month; then several servers do at once, and again.
    await Promise.all([30, 30, 30].map((days) => watchFleet({ ctx: system(days) })));
    await watchFleet({ ctx: system(31) });
    const ended = (await exceptionChanges(my, my.asker, 31)).filter(({ kind }) => kind === 'exceptionEnded');
    expect(ended.map(({ hostname }) => hostname).sort()).toEqual(['hv-1', 'hv-2']);
    expect(ended[0]).toMatchObject({
      at: inDays(10).toISOString(),
      exception: { id, number, compliance: 'nonCompliant' },
      waveId: expect.any(String),
    });
  });

  it('says nothing of the end of what was withdrawn, but of the withdrawal', async () => {
    const my = await world();
    const { id } = await approved(my, my.ids.slice(0, 1));
    await withdrawException({ ctx: my.at(my.asker, 2), input: { id } });
    await watchFleet({ ctx: systemCtx(db, inDays(12)) });
    const told = await exceptionChanges(my, my.asker, 12);
    expect(told.map(({ kind, at }) => [kind, at])).toEqual([
      ['exceptionEnded', inDays(2).toISOString()],
      ['exceptionInForce', NOW.toISOString()],
    ]);
  });
});

it('counts as time of its own, from its approval to its end, and only where its hosts are seen', async () => {
  const my = await world();
  await approved(my, my.ids.slice(0, 1), { reviewAt: inDays(1), endsAt: inDays(2) });
  const period = { from: inDays(-1), to: inDays(3) };
  const times = await complianceTimeOfHosts({
    ctx: my.at(my.asker, 4),
    input: { ...period, hostIds: my.ids },
  });
  expect(times.get(my.ids[0] ?? '')).toMatchObject({
    excepted: 2 * 86_400,
    nonCompliant: 2 * 86_400,
    compliant: 0,
  });
  const together = (ctx: Ctx) => fleetComplianceTime({ ctx: my.at(ctx, 4), input: period });
  expect(await together(my.asker)).toMatchObject({ hosts: 4, seconds: { excepted: 2 * 86_400 } });
  expect(await together(my.onlyOther)).toMatchObject({
    hosts: 1,
    seconds: { excepted: 0, nonCompliant: 4 * 86_400 },
  });
});

/** Counted up for the screens that are open (db/watermark.ts). */
async function watermark(): Promise<number> {
  const rows = await db.$queryRaw<{ number: bigint }[]>`SELECT number FROM fleet_watermark`;
  return Number(rows[0]?.number ?? 0);
}

it('is said to the screens that are open: an approval and an end, and not a request', async () => {
  const my = await world();
  const before = await watermark();
  const { id } = await request(my.asker, my.ids.slice(0, 1));
  expect(await watermark()).toBe(before);
  await approveException({ ctx: my.approver, input: { id } });
  expect(await watermark()).toBe(before + 1);
  await withdrawException({ ctx: my.at(my.asker, 1), input: { id } });
  expect(await watermark()).toBe(before + 2);
});
