import { describe, expect, it } from 'vitest';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { DbRoot } from '@/lib/server/db/client';
import { endAcknowledgements } from '@/lib/server/db/ingest/acknowledgements';
import { watchFleet } from '@/lib/server/services/change';
import { listAudit } from '@/lib/server/services/system';
import { systemCtx } from '@/test/support/callers';
import { approved, type ExceptionWorld, exceptionWorld, inDays, personCtx } from '@/test/support/exceptions';
import { usesDatabase } from '@/test/support/uses-database';
import {
  acknowledgeHosts,
  describeSelection,
  endAcknowledgement,
  facetHosts,
  getHost,
  listHosts,
  previewAcknowledgement,
} from '.';

let db: DbRoot;
usesDatabase((given) => {
  db = given;
});

const reason = 'Ticket 4711';

const listedAt = ({ asker, fabric }: ExceptionWorld, days: number, more: HostFilter = {}) =>
  listHosts({
    ctx: { ...asker, now: inDays(5) },
    input: {
      filter: { fabric: { include: [fabric], exclude: [] }, ...more },
      at: inDays(days),
      sort: 'hostname',
      order: 'asc',
      limit: 50,
      cursor: null,
    },
  });

const acknowledgedAt = async (world: ExceptionWorld, days: number) => {
  const { hosts } = await listedAt(world, days, { exception: { include: ['acknowledged'], exclude: [] } });
  return hosts.map(({ id }) => id);
};

describe('an acknowledgement', () => {
  it('of a host that an exception covers is told, found and counted beside the exception', async () => {
    const world = await exceptionWorld(db);
    const [host = ''] = world.ids;
    await approved(world, [host]);
    await acknowledgeHosts({ ctx: world.asker, input: { hosts: [host], reason } });
    const only = (exception: 'acknowledged' | 'excepted') => ({
      exception: { include: [exception], exclude: [] },
    });
    for (const kind of ['acknowledged', 'excepted'] as const)
      expect(
        (await listedAt(world, 1, only(kind))).hosts.map(({ id, exception }) => [id, exception]),
      ).toEqual([[host, 'excepted']]);
    expect((await listedAt(world, 1)).acknowledgements.map((one) => one.host)).toEqual([host]);
    const { facets } = await facetHosts({
      ctx: { ...world.asker, now: inDays(5) },
      input: { filter: { fabric: { include: [world.fabric], exclude: [] } }, at: inDays(1) },
    });
    const counts = Object.fromEntries((facets.exception ?? []).map(({ value, count }) => [value, count]));
    expect(counts).toMatchObject({ acknowledged: 1, excepted: 1 });
  });

  it('is of those that fail or are silent, from then until its end, and changes no state', async () => {
    const world = await exceptionWorld(db);
    const { asker, ids } = world;
    const [failing = '', , passing = '', , silent = ''] = ids;
    const hosts = [failing, passing, silent];
    expect(await previewAcknowledgement({ ctx: asker, input: { hosts } })).toEqual({
      asOf: asker.now.toISOString(),
      count: 3,
      acknowledgeable: 2,
      acknowledged: 0,
    });
    const input = { hosts, reason, until: inDays(2) };
    const { hostname } = await getHost({ ctx: asker, input: { id: passing, at: null } });
    const message = 'This host can run shielded VMs';
    expect(await acknowledgeHosts({ ctx: asker, input })).toEqual({
      done: [failing, silent].sort(),
      refused: [{ id: passing, hostname, code: 'nothing_to_acknowledge', message }],
    });
    const again = await previewAcknowledgement({ ctx: { ...asker, now: inDays(1) }, input: { hosts } });
    expect(again).toMatchObject({ acknowledgeable: 2, acknowledged: 2 });
    expect(await acknowledgedAt(world, -0.1)).toEqual([]);
    expect(await acknowledgedAt(world, 1)).toEqual([failing, silent]);
    expect(await acknowledgedAt(world, 2)).toEqual([]);
    const host = await getHost({ ctx: { ...asker, now: inDays(1) }, input: { id: failing, at: null } });
    expect(host).toMatchObject({
      state: 'InsecureHostConfiguration',
      exception: 'acknowledged',
      acknowledgement: { reason, until: inDays(2).toISOString(), at: asker.now.toISOString() },
    });
    const { entries } = await listAudit({ ctx: systemCtx(db), input: { subject: failing } });
    expect(entries).toMatchObject([
      { action: 'host.acknowledged', detail: { state: 'InsecureHostConfiguration', reason } },
    ]);
  });

  it('is told by a list, with who said it and until when, so that nobody takes the same host', async () => {
    const world = await exceptionWorld(db);
    const { asker, ids } = world;
    const [failing = '', , , , silent = ''] = ids;
    await acknowledgeHosts({ ctx: asker, input: { hosts: [failing], reason, until: inDays(2) } });
    const by = (await getHost({ ctx: asker, input: { id: failing, at: null } })).acknowledgement?.by;
    expect((await listedAt(world, 1)).acknowledgements).toEqual([
      { host: failing, until: inDays(2).toISOString(), by },
    ]);
    const later = { ...asker, now: inDays(1.5) };
    await acknowledgeHosts({ ctx: later, input: { hosts: [failing, silent], reason } });
    const both = [failing, silent].sort().map((host) => ({ host, until: null, by }));
    expect((await listedAt(world, 1.7)).acknowledgements).toEqual(both);
    await endAcknowledgement({ ctx: { ...asker, now: inDays(2) }, input: { host: failing } });
    expect((await listedAt(world, 2.1)).acknowledgements).toEqual([{ host: silent, until: null, by }]);
    expect((await listedAt(world, -0.1)).acknowledgements).toEqual([]);
  });

  it('is replaced by what is said next, and ends when somebody ends it', async () => {
    const world = await exceptionWorld(db);
    const { asker } = world;
    const [host = ''] = world.ids;
    const later = { ...asker, now: inDays(1) };
    await acknowledgeHosts({ ctx: asker, input: { hosts: [host], reason, until: inDays(0.5) } });
    await acknowledgeHosts({ ctx: later, input: { hosts: [host], reason: 'Monday' } });
    expect(await acknowledgedAt(world, 0.7)).toEqual([]);
    expect(await acknowledgedAt(world, 1.5)).toEqual([host]);
    await endAcknowledgement({ ctx: { ...asker, now: inDays(2) }, input: { host } });
    expect(await acknowledgedAt(world, 2.1)).toEqual([]);
    expect(await acknowledgedAt(world, 1.5)).toEqual([host]);
    const again = endAcknowledgement({ ctx: { ...asker, now: inDays(3) }, input: { host } });
    await expect(again).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is of all that a list showed, or of none where others match by now', async () => {
    const world = await exceptionWorld(db);
    const ctx = world.asker;
    const filter = { fabric: { include: [world.fabric], exclude: [] } };
    const { count, digest, filter: text } = await describeSelection({ ctx, input: { filter, at: null } });
    const input = { filter: text, count, digest, reason };
    const { done, refused } = await acknowledgeHosts({ ctx, input });
    expect([done.length, refused.length]).toEqual([3, 1]);
    const changed = acknowledgeHosts({ ctx, input: { ...input, count: count + 1 } });
    await expect(changed).rejects.toMatchObject({ code: 'selection_changed' });
  });

  it('ends with a change that came after it, and with an earlier one that is known only now', async () => {
    const world = await exceptionWorld(db);
    const [first = '', second = ''] = world.ids;
    const at = (days: number) => inDays(days).getTime();
    await acknowledgeHosts({ ctx: world.asker, input: { hosts: [first, second], reason } });
    // This change is of the past and over since: what was said then stands.
    await endAcknowledgements(db, [{ hostId: first, at: at(-1), isNewest: false }]);
    expect(await acknowledgedAt(world, 0.5)).toEqual([first, second]);
    await endAcknowledgements(db, [
      { hostId: first, at: at(2), isNewest: true },
      { hostId: first, at: at(1), isNewest: false },
      { hostId: second, at: at(-0.01), isNewest: true },
    ]);
    expect(await acknowledgedAt(world, 0.5)).toEqual([first]);
    expect(await acknowledgedAt(world, 1)).toEqual([]);
    // Once it has ended, nothing ends again, and it can be said anew.
    await endAcknowledgements(db, [{ hostId: first, at: at(3), isNewest: true }]);
    await acknowledgeHosts({ ctx: { ...world.asker, now: inDays(4) }, input: { hosts: [first], reason } });
    expect(await acknowledgedAt(world, 4.1)).toEqual([first]);
  });

  it('is nobody’s to say who sees no such host, or may only look', async () => {
    const world = await exceptionWorld(db);
    const [, , , elsewhere = ''] = world.ids;
    const input = { hosts: [elsewhere], reason };
    const toEnd = { host: elsewhere };
    await expect(acknowledgeHosts({ ctx: world.asker, input })).rejects.toMatchObject({ code: 'not_found' });
    const ended = endAcknowledgement({ ctx: world.asker, input: toEnd });
    await expect(ended).rejects.toMatchObject({ code: 'not_found' });
    for (const role of ['viewer', 'auditor'] as const) {
      const ctx = personCtx(db, { role });
      await expect(acknowledgeHosts({ ctx, input })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(endAcknowledgement({ ctx, input: toEnd })).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it.each([
    ['now', 0],
    ['more than a year away', 366],
  ])('ends no time that is %s', async (_when, days) => {
    const world = await exceptionWorld(db);
    const input = { hosts: [world.ids[0] ?? ''], reason, until: inDays(days) };
    await expect(acknowledgeHosts({ ctx: world.asker, input })).rejects.toMatchObject({
      code: 'invalid_value',
      pointer: '/until',
    });
  });

  it('ends when the host falls silent', async () => {
    const world = await exceptionWorld(db);
    const [host = ''] = world.ids;
    const ctx = { ...world.asker, now: inDays(39) };
    await acknowledgeHosts({ ctx, input: { hosts: [host], reason } });
    await watchFleet({ ctx: { ...systemCtx(db), now: inDays(41) } });
    const input = { id: host, at: null };
    const found = await getHost({ ctx: { ...ctx, now: inDays(41) }, input });
    expect(found).toMatchObject({ state: 'Silent', exception: 'none', acknowledgement: null });
  });
});
