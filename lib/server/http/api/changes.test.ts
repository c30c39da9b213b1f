import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChangeList, Changelog } from '@/lib/contracts/changes';
import { enroll, hostNames, INSECURE, send, snapshotOf } from '@/test/support/agent-client';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

let server: TestServer;
let token: string;
let hostId: string;
let began: string;

beforeAll(async () => {
  server = await startTestServer();
  const world = await makeWorld(server.runtime.db);
  began = new Date().toISOString();
  const host = await enroll(server.address, await world.enrollmentToken(), hostNames(uniqueName('HV')));
  hostId = host.hostId;
  token = await world.apiToken('viewer');
  await send(server.address, host, snapshotOf(host, { sequence: 1 }));
  await send(server.address, host, snapshotOf(host, { sequence: 2, hgsClient: INSECURE }));
}, 60_000);

afterAll(() => server.stop());

const get = (path: string) => fetch(server.address + path, { headers: { authorization: `Bearer ${token}` } });

describe('GET /api/v1/changes', () => {
  it('answers in the shape of the contract, pages, and leaves out what is another’s', async () => {
    const response = await get('/api/v1/changes?limit=2');
    expect(response.status).toBe(200);
    const list = ChangeList.parse(await response.json());
    expect(list.changes.map(({ kind }) => kind)).toEqual(['transition', 'firstReport']);
    expect(list.changes[0]).toMatchObject({
      hostId,
      from: 'Passed',
      to: 'InsecureHostConfiguration',
      gained: ['SecureBootSettings', 'BitLocker'],
    });
    const rest = await get(`/api/v1/changes?limit=2&cursor=${list.nextCursor}`);
    expect(ChangeList.parse(await rest.json()).changes.map(({ kind }) => kind)).toEqual(['enrolled']);
    const stranger = await (await makeWorld(server.runtime.db)).apiToken('administrator');
    const other = await fetch(`${server.address}/api/v1/changes`, {
      headers: { authorization: `Bearer ${stranger}` },
    });
    expect(await other.json()).toMatchObject({ changes: [] });
  });

  it.each([
    ['kind=wave', 'kind'],
    ['colour=red', 'colour'],
    ['since=now', 'since'],
    ['at=2999-01-01T00:00:00Z', 'at'],
    ['cursor=x', 'cursor'],
    ['limit=501', 'limit'],
    ['fabric=%00', 'fabric'],
    ['fabric=-', 'fabric'],
    ['since=2999-01-01T00:00:00Z&until=2998-01-01T00:00:00Z', 'since'],
    ['from=2026-01-01T00:00:00Z', 'from'],
  ])('refuses ?%s and names it', async (query, pointer) => {
    const response = await get(`/api/v1/changes?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ pointer });
  });
});

describe('GET /api/v1/changelog', () => {
  it('answers what differs between two times', async () => {
    const response = await get(`/api/v1/changelog?from=${new Date(Date.parse(began) - 1_000).toISOString()}`);
    expect(response.status).toBe(200);
    const log = Changelog.parse(await response.json());
    expect(log).toMatchObject({ total: 1, counts: { added: 1 } });
    expect(log.hosts[0]).toMatchObject({ id: hostId, differs: ['added'], before: null });
    expect(log.hosts[0]?.after).toMatchObject({ state: 'InsecureHostConfiguration' });
  });

  it.each([
    ['', 'from'],
    ['from=yesterday', 'from'],
    ['from=2026-01-01T00:00:00Z&to=2025-01-01T00:00:00Z', 'from'],
    ['from=2999-01-01T00:00:00Z', 'from'],
    ['from=2026-01-01T00:00:00Z&to=2999-01-01T00:00:00Z', 'to'],
    ['from=2026-01-01T00:00:00Z&kind=recovery', 'kind'],
    ['from=2026-01-01T00:00:00Z&since=2026-01-01T00:00:00Z', 'since'],
  ])('refuses ?%s and names it', async (query, pointer) => {
    const response = await get(`/api/v1/changelog?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ pointer });
  });
});
