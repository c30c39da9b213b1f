import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { drawnFabrics } from '@/lib/contracts/words/map-hosts';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { type DbRoot, transact } from '@/lib/server/db/client';
import { hostTimeline } from '@/lib/server/services/history';
import { facetHosts, getHost, listHosts, mapHosts, summarizeHosts } from '@/lib/server/services/host';
import { createApiToken } from '@/lib/server/services/operator';
import { listAudit } from '@/lib/server/services/system';
import { makeOperator } from '@/test/support/callers';
import {
  accountCtx,
  approved,
  CAUSES,
  type ExceptionWorld,
  exceptionChanges,
  exceptionWorld,
  failing,
  inDays,
  NOW,
  personCtx,
  reportingHost,
  request,
} from '@/test/support/exceptions';
import { insertFleet } from '@/test/support/fleet';
import { usesDatabase } from '@/test/support/uses-database';
import { waitsForLock } from '@/test/support/waits-for-lock';
import { uniqueName } from '@/test/support/world';
import {
  approveException,
  getException,
  listExceptions,
  renewException,
  summarizeExceptions,
  withdrawException,
} from '.';

let db: DbRoot;
usesDatabase((given) => {
  db = given;
});
const world = () => exceptionWorld(db);

/** How the world's hosts count, as every answer says it; all of them have to agree. */
async function classesAt({ asker, fabric, ids }: ExceptionWorld, days: number, isLive: boolean) {
  const ctx = { ...asker, now: inDays(isLive ? days : 41) };
  const at = isLive ? null : inDays(days);
  const filter = { fabric: { include: [fabric], exclude: [] } };
  const asked = { filter, at, sort: 'hostname', order: 'asc', limit: 50, cursor: null } as const;
  const excepting = {
    ...asked,
    filter: { ...filter, exception: { include: ['excepted' as const], exclude: [] } },
  };
  const [list, excepted, summary, facets, map, figures, host] = await Promise.all([
    listHosts({ ctx, input: asked }),
    listHosts({ ctx, input: excepting }),
    summarizeHosts({ ctx, input: asked }),
    facetHosts({ ctx, input: asked }),
    mapHosts({ ctx, input: asked }),
    summarizeExceptions({ ctx, input: { fabric: [fabric], at } }),
    getHost({ ctx, input: { id: ids[0] ?? '', at } }),
  ]);
  const names = excepted.hosts.map(({ hostname }) => hostname);
  const ofList = list.hosts.filter(({ exception }) => exception === 'excepted');
  const drawn = drawnFabrics(map).flatMap(({ clusters }) => clusters.flatMap(({ hosts }) => hosts));
  const facet = facets.facets.exception?.find(({ value }) => value === 'excepted')?.count;
  expect(ofList.map(({ hostname }) => hostname)).toEqual(names);
  expect(drawn.filter(({ isExcepted }) => isExcepted).map(({ hostname }) => hostname)).toEqual(names);
  expect([facet, summary.compliance.excepted, figures.hosts.excepted]).toEqual(Array(3).fill(names.length));
  expect(figures.nonCompliantIfEnded).toBe(summary.compliance.nonCompliant + names.length);
  expect(host.exception === 'excepted').toBe(names.includes('hv-1'));
  expect(summary.rates.compliant).toBe(summary.compliance.compliant / summary.total);
  return { names, compliance: summary.compliance, first: host.exception };
}

describe('the life of an exception', () => {
  it('changes nothing while it is only requested, and its hosts everywhere once another person approved it', async () => {
    const my = await world();
    const hosts = [my.ids[0] ?? '', my.ids[2] ?? '', my.ids[4] ?? ''];
    const asked = await request(my.asker, hosts);
    expect(asked).toMatchObject({ state: 'requested', isOwn: true, approvedAt: null, hosts: { total: 3 } });
    expect((await classesAt(my, 0, true)).names).toEqual([]);
    const said = await approveException({ ctx: my.approver, input: { id: asked.id } });
    expect(said).toMatchObject({ state: 'inForce', isOwn: false, vmsBlocked: 3 });
    // A passing host stays compliant, and silence stays unverified.
    const now = await classesAt(my, 1, true);
    expect(now.names).toEqual(['hv-1']);
    expect(now.compliance).toEqual({ compliant: 1, excepted: 1, nonCompliant: 1, unverified: 1 });
  });

  it('ends by itself, after which the hosts count again, now and when asked for later', async () => {
    const my = await world();
    await approved(my, my.ids.slice(0, 2));
    expect((await classesAt(my, 9.9, true)).names).toEqual(['hv-1', 'hv-2']);
    const after = await classesAt(my, 10.1, true);
    expect([after.names, after.first]).toEqual([[], 'ended']);
    expect((await classesAt(my, -0.1, false)).names).toEqual([]);
    expect((await classesAt(my, 9.9, false)).names).toEqual(['hv-1', 'hv-2']);
    expect((await classesAt(my, 10.1, false)).names).toEqual([]);
  });

  it('does not end because another one is requested for the same hosts', async () => {
    const my = await world();
    const { id } = await approved(my, my.ids.slice(0, 1));
    const terms = { reason: 'Still waiting', reviewAt: inDays(12), endsAt: inDays(30) };
    const renewal = await renewException({ ctx: my.asker, input: { id, ...terms } });
    expect(renewal).toMatchObject({ state: 'requested', follows: { id, state: 'inForce' }, causes: CAUSES });
    expect((await classesAt(my, 5, true)).names).toEqual(['hv-1']);
    expect((await classesAt(my, 11, true)).names).toEqual([]);
    await approveException({ ctx: my.approver, input: { id: renewal.id } });
    expect((await classesAt(my, 11, true)).names).toEqual(['hv-1']);
    const first = await getException({ ctx: my.at(my.asker, 11), input: { id, at: null } });
    expect(first).toMatchObject({ state: 'ended', renewedBy: { id: renewal.id, state: 'inForce' } });
    await expect(renewException({ ctx: my.asker, input: { id, ...terms } })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('is renewed once, however many ask at once', async () => {
    const my = await world();
    const { id } = await approved(my, my.ids.slice(0, 1));
    const input = { id, reason: 'Still waiting', reviewAt: inDays(12), endsAt: inDays(30) };
    const { all } = await transact(db, async (tx) => {
      await tx.$executeRaw`SELECT id FROM exception WHERE id = ${id}::uuid FOR UPDATE`;
      const all = Promise.allSettled(
        Array.from({ length: 6 }, () => renewException({ ctx: my.asker, input })),
      );
      await waitsForLock(db, 6);
      return { all };
    });
    const said = await all;
    expect(said.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of said)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict' });
    expect(await db.exception.count({ where: { followsId: id } })).toBe(1);
  });

  it('is withdrawn once, before or after it is approved, and then for good', async () => {
    const my = await world();
    const { id } = await approved(my, my.ids.slice(0, 1));
    const said = await withdrawException({ ctx: my.at(my.asker, 3), input: { id } });
    expect(said).toMatchObject({ state: 'withdrawn', withdrawnBy: { id: recordedBy(my.asker.actor) } });
    expect((await classesAt(my, 4, true)).names).toEqual([]);
    expect((await classesAt(my, 2, false)).names).toEqual(['hv-1']);
    for (const verb of [withdrawException, approveException])
      await expect(verb({ ctx: my.at(my.approver, 4), input: { id } })).rejects.toMatchObject({
        code: 'conflict',
      });
    const terms = { reason: 'r', reviewAt: inDays(20), endsAt: inDays(20) };
    await expect(renewException({ ctx: my.at(my.asker, 4), input: { id, ...terms } })).rejects.toMatchObject({
      code: 'conflict',
    });
    const asked = await request(my.asker, my.ids.slice(0, 1));
    expect(await withdrawException({ ctx: my.asker, input: { id: asked.id } })).toMatchObject({
      state: 'withdrawn',
      approvedAt: null,
    });
  });

  it('is approved once, whoever is first, and not after its end', async () => {
    const my = await world();
    const { id } = await request(my.asker, my.ids.slice(0, 1));
    const people = await Promise.all(
      Array.from({ length: 4 }, () => accountCtx(db, { fabrics: [my.fabricId] })),
    );
    const said = await Promise.allSettled(people.map((ctx) => approveException({ ctx, input: { id } })));
    expect(said.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const late = await request(my.asker, my.ids.slice(0, 1));
    await expect(
      approveException({ ctx: my.at(my.approver, 10), input: { id: late.id } }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('has ended') });
  });

  it('is never edited: the database itself refuses', async () => {
    const my = await world();
    const { id } = await approved(my, my.ids.slice(0, 1));
    const edits = [{ endsAt: inDays(300) }, { hostIds: my.ids }, { approvedBy: 'me' }, { approvedAt: null }];
    for (const data of edits) await expect(db.exception.update({ where: { id }, data })).rejects.toThrow();
    await expect(db.exception.delete({ where: { id } })).rejects.toThrow();
    const kept = await db.exception.findUniqueOrThrow({ where: { id } });
    expect(kept).toMatchObject({ hostIds: my.ids.slice(0, 1), endsAt: inDays(10), approvedAt: NOW });
  });
});

it('tells who approves what it would make of its hosts, before and exactly so', async () => {
  const my = await world();
  // One cause of the first host is covered by another exception already.
  await approved(my, my.ids.slice(0, 1), { causes: ['BitLocker'] });
  const asked = await request(my.both, my.ids, { causes: ['SecureBoot'] });
  const seen = await getException({ ctx: my.both, input: { id: asked.id, at: null } });
  expect(asked.ifApproved).toEqual(seen.ifApproved);
  expect(seen.ifApproved).toEqual({
    turning: { hosts: 2, vms: 6 },
    notAll: { hosts: 1, vms: 3 },
    unchanged: { hosts: 1, vms: 3 },
    silent: { hosts: 1, vms: 3 },
    causesAhead: [],
  });
  const boss = await accountCtx(db);
  const done = await approveException({ ctx: boss, input: { id: asked.id } });
  expect(done).toMatchObject({
    ifApproved: null,
    hosts: { excepted: 2, nonCompliant: 1, compliant: 1, unverified: 1, total: 5 },
  });
});

it('says which of its causes none of its hosts has, before anybody approves it', async () => {
  const my = await world();
  const causes = ['SecureBoot', 'Iommu', 'TpmError'];
  const asked = await request(my.both, my.ids, { causes });
  expect(asked).toMatchObject({ state: 'requested', ifApproved: { causesAhead: ['Iommu', 'TpmError'] } });
});

describe('who may do what', () => {
  it('nobody approves what they asked for themselves, or their token did, or a token that it made', async () => {
    const my = await world();
    const person = await makeOperator(db, 'administrator');
    const ctx = personCtx(db, { id: person.id, role: 'administrator' });
    const maker = async (from: Ctx) => {
      const made = await createApiToken({
        ctx: from,
        input: { name: uniqueName('t'), role: 'administrator' },
      });
      const actor = {
        kind: 'apiToken',
        id: made.id,
        name: 't',
        role: 'administrator',
        fabrics: 'all',
      } as const;
      return { ...from, actor };
    };
    const token = await maker({ ...ctx, now: new Date() });
    const second = await maker(token);
    for (const asker of [ctx, token, second]) {
      const { id, isOwn } = await request({ ...asker, now: NOW }, my.ids.slice(0, 1));
      expect(isOwn).toBe(true);
      await expect(approveException({ ctx, input: { id } })).rejects.toMatchObject({ code: 'same_person' });
      await expect(approveException({ ctx: { ...token, now: NOW }, input: { id } })).rejects.toMatchObject({
        code: 'person_required',
      });
      expect(await approveException({ ctx: my.approver, input: { id } })).toMatchObject({ state: 'inForce' });
    }
  });

  it('readers ask for nothing and decide nothing', async () => {
    const my = await world();
    const { id } = await request(my.asker, my.ids.slice(0, 1));
    for (const role of ['viewer', 'auditor'] as const) {
      const ctx = personCtx(db, { role, fabrics: [my.fabricId] });
      expect((await getException({ ctx, input: { id, at: null } })).id).toBe(id);
      const tries = [
        request(ctx, my.ids.slice(0, 1)),
        approveException({ ctx, input: { id } }),
        withdrawException({ ctx, input: { id } }),
        renewException({ ctx, input: { id, reason: 'r', reviewAt: inDays(2), endsAt: inDays(2) } }),
      ];
      for (const refused of tries) await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('over several fabrics it is there only for who sees them all', async () => {
    const my = await world();
    const ids = [my.ids[0] ?? '', my.ids[3] ?? ''];
    await expect(request(my.asker, ids)).rejects.toMatchObject({ code: 'not_found' });
    const { id } = await request(my.both, ids);
    const unknown = await getException({ ctx: my.asker, input: { id: randomUUID(), at: null } }).catch(
      String,
    );
    expect(await getException({ ctx: my.asker, input: { id, at: null } }).catch(String)).toBe(unknown);
    for (const verb of [approveException, withdrawException])
      await expect(verb({ ctx: my.approver, input: { id } })).rejects.toMatchObject({ code: 'not_found' });
    const input = {
      state: [],
      endingBefore: null,
      fabric: [],
      host: ids[0] ?? null,
      at: null,
      limit: 50,
      cursor: null,
    };
    expect((await listExceptions({ ctx: my.asker, input })).total).toBe(0);
    expect((await listExceptions({ ctx: my.both, input })).total).toBe(1);
    // One of its hosts that is not left out is enough.
    const among = async (fabric: string[]) => {
      const { exceptions } = await summarizeExceptions({ ctx: my.both, input: { fabric, at: null } });
      expect((await listExceptions({ ctx: my.both, input: { ...input, fabric } })).total).toBe(
        exceptions.requested,
      );
      return exceptions.requested;
    };
    expect(await among([`-${my.fabric}`])).toBe(1);
    expect(await among([`-${my.fabric}`, `-${my.other}`])).toBe(0);
    expect(await among([my.other, `-${my.other}`])).toBe(0);
    // Its class is the host's own and seen by who sees the host; which exception it was is not.
    const boss = await accountCtx(db);
    await approveException({ ctx: boss, input: { id } });
    expect((await classesAt(my, 1, true)).names).toEqual(['hv-1']);
    const told = await exceptionChanges(my, my.asker, 1);
    expect(told).toMatchObject([{ kind: 'exceptionInForce', exception: { id: null, number: null } }]);
    const asked = { id: ids[0] ?? '', from: null, to: null, at: null };
    const timeline = await hostTimeline({ ctx: my.at(my.asker, 1), input: asked });
    expect(JSON.stringify(timeline)).toContain('exceptionInForce');
    expect(JSON.stringify(timeline)).not.toMatch(new RegExp(`${id}|fabricIds`));
  });

  it('each step is in the audit log', async () => {
    const my = await world();
    const { id } = await approved(my, my.ids.slice(0, 1));
    await withdrawException({ ctx: my.asker, input: { id } });
    const entries = await db.auditEntry.findMany({ where: { subjectId: id }, orderBy: { sequence: 'asc' } });
    expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['exception.requested', recordedBy(my.asker.actor)],
      ['exception.approved', recordedBy(my.approver.actor)],
      ['exception.withdrawn', recordedBy(my.asker.actor)],
    ]);
    expect(entries[0]?.detail).toMatchObject({ hostIds: my.ids.slice(0, 1), causes: CAUSES });
    // An auditor of that fabric alone reads them, one of another fabric does not.
    const seenBy = (fabrics: string[]) =>
      listAudit({ ctx: personCtx(db, { role: 'auditor', fabrics }), input: { subject: id } });
    expect((await seenBy([my.fabricId])).entries).toHaveLength(3);
    expect((await seenBy([randomUUID()])).entries).toEqual([]);
  });
});

it('is refused for a cause that nobody knows, and taken for one that a host has', async () => {
  const my = await world();
  const [id = ''] = my.ids;
  await expect(request(my.asker, [id], { causes: ['BitLocker', 'BitLoker'] })).rejects.toMatchObject({
    code: 'invalid_value',
    pointer: '/causes/1',
  });
  const host = reportingHost(failing('hv-9', ['QuantumPolicy']), my.fabricId, { fromDay: -2, toDay: 40 });
  await insertFleet(db, { fabrics: [], hosts: [host], exceptions: [], acknowledgements: [] });
  const asked = await request(my.asker, [host.id], { causes: ['QuantumPolicy'] });
  expect(asked.causes).toEqual(['QuantumPolicy']);
});
