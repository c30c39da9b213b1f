import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SnapshotList } from '@/lib/contracts/snapshot';
import { MINUTE_MS } from '@/lib/util/durations';
import { enroll, hostNames, INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { type SharedServer, sharedTestServer } from '@/test/support/server';
import { makeWorld, uniqueName, type World } from '@/test/support/world';

let server: SharedServer;
beforeAll(async () => {
  server = await sharedTestServer();
});

const get = (token: string, path: string) =>
  fetch(`${server.address}/api/v1/hosts/${path}`, { headers: { authorization: `Bearer ${token}` } });

/** A host that turned, and what somebody of a role gets of it. */
async function turnedHost(world: World) {
  const host = await enroll(server.address, await world.enrollmentToken(), hostNames(uniqueName('HV')));
  const began = Date.now() - 2 * MINUTE_MS;
  const sent = [PASSED, INSECURE].map((hgsClient, index) =>
    snapshotOf(host, { hgsClient, sequence: index + 1, collectedAt: new Date(began + index * MINUTE_MS) }),
  );
  for (const snapshot of sent) await send(server.address, host, snapshot);
  return { id: host.hostId, hostname: host.hostname, sent };
}

const idsOf = async (response: Response) =>
  ((await response.json()) as SnapshotList).snapshots.map(({ id }) => id);

describe('raw snapshots', () => {
  it('are listed, downloaded as they were sent, and compared', async () => {
    const world = await makeWorld(server.runtime.db);
    const host = await turnedHost(world);
    const token = await world.apiToken('auditor');
    const ids = await idsOf(await get(token, `${host.id}/snapshots`));
    expect(ids).toHaveLength(2);

    const file = await get(token, `${host.id}/snapshots/${ids[0]}`);
    expect(file.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const name = `attachment; filename="${host.hostname}-`;
    expect(file.headers.get('content-disposition')?.startsWith(name)).toBe(true);
    expect(await file.text()).toBe(JSON.stringify(host.sent[1]));

    for (const path of [`${host.id}/compare`, `${host.id}/snapshots/compare`]) {
      const compared = await (await get(token, `${path}?from=${ids[1]}&to=${ids[0]}`)).json();
      expect(compared).toMatchObject({ from: { id: ids[1] }, to: { id: ids[0] } });
      expect(compared.differences).toContainEqual({
        path: '/hgsClient/attestationStatus',
        kind: 'changed',
        before: 'Passed',
        after: 'InsecureHostConfiguration',
        element: null,
      });
    }
    const byTime = new URLSearchParams({ from: ids[1] ?? '', to: new Date().toISOString() });
    const now = await (await get(token, `${host.id}/compare?${byTime}`)).json();
    expect(now.to.id).toBe(ids[0]);
  });

  it('are not there for another fabric, no more than where there are none, and not for a viewer', async () => {
    const [world, other] = [await makeWorld(server.runtime.db), await makeWorld(server.runtime.db)];
    const host = await turnedHost(world);
    const ids = await idsOf(await get(await world.apiToken('operator'), `${host.id}/snapshots`));
    const theirs = await other.apiToken('operator');
    const viewer = await world.apiToken('viewer');
    const paths = (id: string) => [
      `${id}/snapshots`,
      `${id}/snapshots/${ids[0]}`,
      `${id}/compare?from=${ids[1]}&to=${ids[0]}`,
    ];
    const bodyOf = async (path: string) => {
      const { requestId: _, ...body } = await (await get(theirs, path)).json();
      return body;
    };
    for (const [index, path] of paths(host.id).entries()) {
      const nowhere = await bodyOf(paths(randomUUID())[index] ?? '');
      expect(nowhere).toMatchObject({ status: 404, code: 'not_found' });
      expect(await bodyOf(path)).toEqual(nowhere);
      expect((await get(viewer, path)).status).toBe(403);
    }
  });

  it.each([
    ['snapshots?limit=501', 400, 'limit'],
    ['snapshots?limit=x', 400, 'limit'],
    ['snapshots?cursor=x', 400, 'cursor'],
    ['snapshots?colour=red', 400, 'colour'],
    ['snapshots?at=yesterday', 400, 'at'],
    ['snapshots/yesterday', 400, 'snapshot'],
    ['compare', 400, 'from'],
    [`compare?from=${randomUUID()}`, 400, 'to'],
    [`compare?from=x&to=${randomUUID()}`, 400, 'from'],
    [`compare?from=${randomUUID()}&to=${randomUUID()}`, 404, undefined],
    [`snapshots/${randomUUID()}`, 404, undefined],
  ])('answer %s with %i and what is wrong', async (path, status, pointer) => {
    const world = await makeWorld(server.runtime.db);
    const host = await turnedHost(world);
    const response = await get(await world.apiToken('operator'), `${host.id}/${path}`);
    expect(response.status).toBe(status);
    expect((await response.json()).pointer).toBe(pointer);
  });
});
