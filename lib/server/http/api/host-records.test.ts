import { beforeAll, describe, expect, it } from 'vitest';
import type { HostRecordList } from '@/lib/contracts/host-records';
import { createApiToken } from '@/lib/server/services/operator';
import { type Enrolled, enroll, hostNames, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { systemCtx } from '@/test/support/callers';
import { type SharedServer, sharedTestServer } from '@/test/support/server';
import { makeWorld, uniqueName, type World } from '@/test/support/world';

let server: SharedServer;
beforeAll(async () => {
  server = await sharedTestServer();
});

/** A fabric of its own, an administrator's token for it, and hosts that have sent a snapshot. */
async function makeFleet(count: number) {
  const world = await makeWorld(server.runtime.db);
  const input = { name: uniqueName('t'), role: 'administrator' as const, fabrics: [world.fabric.id] };
  const { token } = await createApiToken({ ctx: systemCtx(server.runtime.db), input });
  const hosts: Enrolled[] = [];
  for (let made = 0; made < count; made += 1) hosts.push(await addHost(world));
  return { hosts, world, ask: asker(token) };
}

async function addHost(world: World): Promise<Enrolled> {
  const host = await enroll(server.address, await world.enrollmentToken(), hostNames(uniqueName('HV')));
  await send(server.address, host, snapshotOf(host, { hgsClient: PASSED }));
  return host;
}

/** Whatever these routes answer. */
type Answered = HostRecordList & { id: string; until: string; code: string };

const asker =
  (token: string) =>
  async (
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Answered }> => {
    const response = await fetch(`${server.address}/api/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };

const lock = (hostId: string | undefined) =>
  server.runtime.db.source.update({ where: { id: hostId ?? '' }, data: { lockedAt: new Date() } });

describe('the records of hosts', () => {
  it('are listed by what must be decided, and leave a list with the decision', async () => {
    const { hosts, ask } = await makeFleet(3);
    const [locked, reinstalled, old] = hosts.map(({ hostId }) => hostId);
    await lock(locked);
    const idsOf = async (kind: string) => {
      const { body } = await ask('GET', `host-records?kind=${kind}`);
      expect(body.total).toBe(body.records.length);
      return body.records.map(({ id }) => id);
    };
    expect(await idsOf('locked')).toEqual([locked]);
    expect(await idsOf('retired')).toEqual([]);
    expect(await ask('POST', `hosts/${locked}/unlock`)).toEqual({ status: 200, body: { id: locked } });
    expect(await idsOf('locked')).toEqual([]);

    const allowed = await ask('POST', `hosts/${reinstalled}/allow-reenroll`);
    expect(allowed).toMatchObject({ status: 200, body: { id: reinstalled } });
    const { body } = await ask('GET', 'host-records?kind=reenrollAllowed');
    expect(body.records).toMatchObject([{ id: reinstalled, reenrollUntil: allowed.body.until, sameAs: [] }]);

    const withdraw = () => ask('POST', `hosts/${reinstalled}/withdraw-reenroll`);
    expect(await withdraw()).toEqual({ status: 200, body: { id: reinstalled } });
    expect(await idsOf('reenrollAllowed')).toEqual([]);
    const { db } = server.runtime;
    const told = await db.change.findFirst({ where: { hostId: reinstalled ?? '' }, orderBy: { id: 'desc' } });
    expect(told?.kind).toBe('reenrollWithdrawn');
    const noted = await db.auditEntry.findFirst({
      where: { subjectId: reinstalled ?? '' },
      orderBy: { sequence: 'desc' },
    });
    expect(noted?.action).toBe('host.reenrollWithdrawn');
    expect(await withdraw()).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await ask('POST', `hosts/${uniqueName('none')}/withdraw-reenroll`)).status).toBe(404);

    expect((await ask('POST', `hosts/${old}/retire`)).status).toBe(200);
    expect(await idsOf('retired')).toEqual([old]);
    expect((await ask('POST', `hosts/${old}/retire`)).status).toBe(404);
  });

  it('name whom a duplicate is the same as, and are merged into it', async () => {
    const { hosts, world, ask } = await makeFleet(1);
    const duplicate = await addHost(world);
    const { hostId, ...names } = hosts[0] as Enrolled;
    await send(
      server.address,
      duplicate,
      snapshotOf(duplicate, {
        hgsClient: PASSED,
        host: { hostname: names.hostname, fqdn: names.fqdn },
        sequence: 2,
      }),
    );
    const { records } = (await ask('GET', 'host-records?kind=duplicate')).body;
    expect(records.map(({ id }) => id).sort()).toEqual([hostId, duplicate.hostId].sort());
    const own = records.find(({ id }) => id === hostId);
    expect(own?.sameAs).toMatchObject([{ id: duplicate.hostId, fabric: world.fabric.name }]);
    const merged = await ask('POST', `hosts/${duplicate.hostId}/merge`, { into: hostId });
    expect(merged).toEqual({ status: 200, body: { id: hostId } });
    expect((await ask('GET', 'host-records?kind=duplicate')).body).toMatchObject({ total: 0, records: [] });
  });

  it('are paged to the end, each once, and refuse a cursor that no list gave', async () => {
    const { hosts, ask } = await makeFleet(3);
    for (const { hostId } of hosts) await lock(hostId);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await ask(
        'GET',
        `host-records?kind=locked&limit=2${cursor ? `&cursor=${cursor}` : ''}`,
      );
      seen.push(...body.records.map(({ id }) => id));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(seen.toSorted()).toEqual(hosts.map(({ hostId }) => hostId).toSorted());
    const refused = await ask('GET', 'host-records?kind=locked&cursor=7');
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_value', pointer: 'cursor' } });
    expect((await ask('GET', 'host-records')).status).toBe(400);
    expect((await ask('GET', 'host-records?kind=locked&colour=red')).status).toBe(400);
  });

  it('of other fabrics do not exist, whatever is decided about them', async () => {
    const { hosts } = await makeFleet(1);
    const { hosts: own, ask } = await makeFleet(1);
    const theirs = hosts[0]?.hostId;
    await lock(theirs);
    expect((await ask('GET', 'host-records?kind=locked')).body.total).toBe(0);
    for (const verb of ['unlock', 'retire', 'allow-reenroll'])
      expect((await ask('POST', `hosts/${theirs}/${verb}`)).status).toBe(404);
    expect((await ask('POST', `hosts/${own[0]?.hostId}/merge`, { into: theirs })).status).toBe(404);
    const unknown = await ask('POST', `hosts/${own[0]?.hostId}/retire`, { colour: 'red' });
    expect(unknown).toMatchObject({ status: 422, body: { code: 'unknown_member', pointer: '/colour' } });
  });
});
