import { beforeAll, describe, expect, it } from 'vitest';
import { summarizeHosts } from '@/lib/server/services/host';
import { listAudit } from '@/lib/server/services/system';
import { postJson, systemCtx } from '@/test/support/callers';
import { failing, inDays, reportingHost } from '@/test/support/exceptions';
import { insertFleet } from '@/test/support/fleet';
import { readCsv } from '@/test/support/read-csv';
import { readXlsx } from '@/test/support/read-xlsx';
import { type SharedServer, sharedTestServer } from '@/test/support/server';
import { makeWorld, type World } from '@/test/support/world';

let server: SharedServer;
let world: World;
let ids: string[];
let headers: Record<string, string>;

/** Four hosts that are heard around now, whatever day it is. */
const daysToNow = (Date.now() - inDays(0).getTime()) / 86_400_000;

beforeAll(async () => {
  server = await sharedTestServer();
  world = await makeWorld(server.runtime.db);
  const span = { fromDay: daysToNow - 1, toDay: daysToNow };
  const hosts = ['hv-1', 'hv-2', 'hv-3', 'hv-4'].map((name, index) =>
    reportingHost(failing(name, index === 3 ? [] : ['BitLocker']), world.fabric.id, span),
  );
  await insertFleet(server.runtime.db, { fabrics: [], hosts, exceptions: [], acknowledgements: [] });
  ids = hosts.map(({ id }) => id);
  headers = { authorization: `Bearer ${await world.apiToken('viewer')}` };
});

const file = (body: object) => postJson(server.address, '/api/v1/hosts/export', body, headers);
const note = async (body: object) => {
  const asOperator = { authorization: `Bearer ${await world.apiToken('operator')}` };
  return postJson(server.address, '/api/v1/hosts/notes', body, asOperator);
};
const namesIn = async (answer: Response) =>
  readCsv(await answer.text())
    .slice(1)
    .map(([name]) => name);

describe('a file of selected hosts', () => {
  it('has these and no others, in the order that was asked for, and the audit log says of how many', async () => {
    const hosts = [ids[0], ids[3]];
    const answer = await file({ hosts, format: 'csv', sort: 'hostname', order: 'desc' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toContain('hosts-');
    expect(await namesIn(answer)).toEqual(['hv-4', 'hv-1']);
    const ctx = systemCtx(server.runtime.db);
    const { entries } = await listAudit({ ctx, input: { action: 'host.exported' } });
    expect(entries[0]?.detail).toMatchObject({ format: 'csv', hosts: 2 });
  });

  it('of all that a list showed is refused where others match by now', async () => {
    const query = 'check=BitLocker';
    const listed = await fetch(`${server.address}/api/v1/hosts?${query}&digest=true`, { headers });
    const { total: count, hostsDigest: digest } = await listed.json();
    const shown = { filter: query, count, digest, format: 'csv' };
    expect(await namesIn(await file(shown))).toEqual(['hv-1', 'hv-2', 'hv-3']);
    const refused = await file({ ...shown, count: 2 });
    expect(await refused.json()).toMatchObject({ status: 409, code: 'selection_changed', count: 3, digest });
  });

  it('is not made of a host that the caller does not see, nor of half a selection', async () => {
    const missing = await file({ hosts: [ids[0], crypto.randomUUID()], format: 'csv' });
    expect(await missing.json()).toMatchObject({ status: 404, code: 'not_found' });
    const half = await file({ filter: 'check=BitLocker', count: 3, format: 'csv' });
    expect(await half.json()).toMatchObject({ status: 400, code: 'invalid_value' });
    const unknown = await file({ hosts: [ids[0]], format: 'csv', colour: 'red' });
    expect(await unknown.json()).toMatchObject({ status: 422, pointer: '/colour' });
  });

  it('and what they fail for together are of the named hosts alone', async () => {
    const ctx = systemCtx(server.runtime.db);
    const hosts = [ids[0] ?? '', ids[3] ?? ''];
    const summary = await summarizeHosts({ ctx, input: { filter: {}, at: null, hosts } });
    expect(summary).toMatchObject({ total: 2, causes: [{ cause: 'BitLocker', hosts: 1 }] });
    const failingOnes = { check: { include: ['BitLocker'], exclude: [] } };
    const narrowed = await summarizeHosts({ ctx, input: { filter: failingOnes, at: null, hosts } });
    expect(narrowed.total).toBe(1);
  });
});

describe('a note about selected hosts', () => {
  it('is answered with whose it is, and stands at each of them', async () => {
    const hosts = [ids[0], ids[3]];
    const answer = await note({ hosts, text: 'Booked' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ done: hosts.sort(), refused: [] });
    for (const id of hosts) {
      const listed = await fetch(`${server.address}/api/v1/hosts/${id}/notes`, { headers });
      expect(await listed.json()).toMatchObject({ notes: [{ text: 'Booked' }] });
    }
  });

  it('is refused where others match by now, with a member that nobody knows, and of who only reads', async () => {
    const listed = await fetch(`${server.address}/api/v1/hosts?check=BitLocker&digest=true`, { headers });
    const { total: count, hostsDigest: digest } = await listed.json();
    const shown = { filter: 'check=BitLocker', count: count + 1, digest, text: 'Moved' };
    expect(await (await note(shown)).json()).toMatchObject({ status: 409, code: 'selection_changed', count });
    const unknown = await note({ hosts: [ids[0]], text: 'Moved', colour: 'red' });
    expect(await unknown.json()).toMatchObject({ status: 422, pointer: '/colour' });
    const input = { hosts: [ids[0]], text: 'Moved' };
    const reader = await postJson(server.address, '/api/v1/hosts/notes', input, headers);
    expect(await reader.json()).toMatchObject({ status: 403, code: 'forbidden' });
  });
});

describe('a preview of an acknowledgement', () => {
  const preview = async (input: object, role: 'operator' | 'viewer' = 'operator') => {
    const authorization = `Bearer ${await world.apiToken(role)}`;
    return postJson(server.address, '/api/v1/hosts/acknowledge/preview', input, { authorization });
  };

  it('counts the selected hosts that can be acknowledged, and acknowledges none', async () => {
    const listed = await fetch(`${server.address}/api/v1/hosts?digest=true`, { headers });
    const { total: count, hostsDigest: digest, hosts } = await listed.json();
    const failing = hosts.filter((host: { state: string }) => host.state !== 'Passed').length;
    expect(failing).toBeGreaterThan(0);
    const answer = await preview({ filter: '', count, digest });
    expect(await answer.json()).toMatchObject({ count, acknowledgeable: failing });
    const acknowledged = await fetch(`${server.address}/api/v1/hosts?exception=acknowledged`, { headers });
    expect(await acknowledged.json()).toMatchObject({ total: 0 });
  });

  it('is refused where others match by now, and of who only reads', async () => {
    const drifted = await preview({ filter: '', count: 1, digest: 'of-others' });
    expect(await drifted.json()).toMatchObject({ status: 409, code: 'selection_changed' });
    expect((await preview({ hosts: [ids[0]] }, 'viewer')).status).toBe(403);
  });
});

describe('the columns of a file of hosts', () => {
  const found = (query: string) =>
    fetch(`${server.address}/api/v1/hosts/export?sort=hostname&${query}`, { headers });

  it('are those that are asked for, in their order, by either method', async () => {
    const records = ['hv-1', 'hv-2', 'hv-3', 'hv-4'].map((name, index) => ['3', name, ids[index]]);
    const columns = ['shieldedVms', 'hostname', 'id'];
    const csv = await (await found(`format=csv&columns=${columns}`)).text();
    expect(readCsv(csv)).toEqual([columns, ...records]);
    const selected = await file({ hosts: [ids[0]], format: 'csv', columns });
    expect(readCsv(await selected.text())).toEqual([columns, records[0]]);
    const workbook = await found('format=xlsx&columns=since,hostname');
    const [sheet] = readXlsx(new Uint8Array(await workbook.arrayBuffer()));
    expect(sheet?.rows.map((row) => row.length)).toEqual([2, 2, 2, 2, 2]);
    expect(sheet?.rows.map(([, name]) => name)).toEqual(['hostname', 'hv-1', 'hv-2', 'hv-3', 'hv-4']);
    expect(sheet?.rows[0]?.[0]).toBe('since (UTC)');
  });

  it.each([
    ['csv', 'state,colour', /"colour"/],
    ['csv', '', /one of hostname, /],
    ['xlsx', 'state,id,state', /names "state" twice/],
    ['json', 'state', /JSON has every field/],
  ])('of a %s are refused where they are %j', async (format, columns, said) => {
    const refusal = { status: 400, code: 'invalid_value' };
    const told = await (await found(`format=${format}&columns=${columns}`)).json();
    expect(told).toMatchObject({ ...refusal, pointer: 'columns', title: expect.stringMatching(said) });
    const named = { hosts: [ids[0]], format, columns: columns === '' ? [] : columns.split(',') };
    expect(await (await file(named)).json()).toMatchObject(refusal);
  });
});
