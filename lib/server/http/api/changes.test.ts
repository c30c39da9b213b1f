import { beforeAll, describe, expect, it } from 'vitest';
import { ChangeFile, ChangeList } from '@/lib/contracts/changes';
import { ChangeGroups, Changelog, ChangelogFile } from '@/lib/contracts/compare';
import { enroll, hostNames, INSECURE, send, snapshotOf } from '@/test/support/agent-client';
import { readXlsx } from '@/test/support/read-xlsx';
import { type SharedServer, sharedTestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

let server: SharedServer;
let token: string;
let hostId: string;
let began: string;
let fabric: string;

beforeAll(async () => {
  server = await sharedTestServer();
  const world = await makeWorld(server.runtime.db);
  fabric = world.fabric.name;
  began = new Date().toISOString();
  const host = await enroll(server.address, await world.enrollmentToken(), hostNames(uniqueName('HV')));
  hostId = host.hostId;
  token = await world.apiToken('viewer');
  await send(server.address, host, snapshotOf(host, { sequence: 1 }));
  await send(server.address, host, snapshotOf(host, { sequence: 2, hgsClient: INSECURE }));
});

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

describe('GET /api/v1/changes/export', () => {
  it('is a file of what the same words ask for, in each format, and is noted', async () => {
    const asked = 'kind=transition&kind=firstReport';
    const { changes } = ChangeList.parse(await (await get(`/api/v1/changes?${asked}`)).json());
    expect(changes).toHaveLength(2);
    const json = await get(`/api/v1/changes/export?format=json&${asked}`);
    expect(json.headers.get('content-disposition')).toMatch(
      /^attachment; filename="changes-all-fabrics-filtered-[\dT-]+Z\.json"$/,
    );
    expect(ChangeFile.parse(await json.json())).toMatchObject({ asked, changes });
    const file = await get(`/api/v1/changes/export?format=csv&lang=fr&${asked}`);
    expect(file.headers.get('gf-asked')).toBe(asked);
    const csv = await file.text();
    const [head, ...lines] = csv.trimEnd().split('\r\n');
    expect(head).toBe(
      'at;recordedAt;kind;hostname;fabric;cluster;from;to;gained;regressed;fixed;causes;shieldedVms;vmEffect;waveId;hostId;id',
    );
    expect(lines.map((line) => line.split(';').slice(0, 4))).toEqual(
      changes.map(({ at, recordedAt, kind, hostname }) => [at, recordedAt, kind, hostname]),
    );
    const xlsx = await get(`/api/v1/changes/export?format=xlsx&${asked}`);
    const [sheet, about] = readXlsx(new Uint8Array(await xlsx.arrayBuffer()));
    expect(sheet?.rows).toHaveLength(3);
    expect(about?.name).toBe('Scope');
    expect(about?.rows).toEqual(
      expect.arrayContaining([
        ['scope', 'all-fabrics'],
        ['kind', 'transition'],
        ['kind', 'firstReport'],
      ]),
    );
    // A date, which spreadsheets count in days.
    const days = Date.parse(changes[0]?.at ?? '') / 86_400_000 + 25_569;
    expect(sheet?.rows[1]?.[0]).toBeCloseTo(days, 6);
    const noted = await server.runtime.db.auditEntry.findMany({ where: { action: 'change.exported' } });
    expect(noted.map(({ detail }) => detail)).toEqual(
      expect.arrayContaining([{ format: 'csv', lang: 'fr', filter: 'kind=transition&kind=firstReport' }]),
    );
  });

  it.each([
    ['', /^changes-all-fabrics-[\dT-]+Z\.csv$/],
    ['&fabric=-OWN', /^changes-not-OWN-[\dT-]+Z\.csv$/],
    [
      '&at=2026-11-24T10:00:00Z&within=24h',
      /^changes-all-fabrics-2026-11-23T10-00-00Z-to-2026-11-24T10-00-00Z\.csv$/,
    ],
    [
      '&since=2026-11-20T00:00:00Z&until=2026-11-21T00:00:00Z&q=x',
      /^changes-all-fabrics-filtered-2026-11-20T00-00-00Z-to-2026-11-21T00-00-00Z\.csv$/,
    ],
    [
      '&at=2026-11-24T10:00:00Z&since=2026-11-25T00:00:00Z',
      /^changes-all-fabrics-2026-11-24T10-00-00Z\.csv$/,
    ],
    [
      '&at=2026-11-24T10:00:00Z&until=2026-11-20T00:00:00Z&within=24h',
      /^changes-all-fabrics-2026-11-20T00-00-00Z\.csv$/,
    ],
  ])('says in its name of which fabrics and of what time it is: %s', async (words, name) => {
    const { headers } = await get(
      `/api/v1/changes/export?format=csv${words.replace('OWN', encodeURIComponent(fabric))}`,
    );
    expect(headers.get('content-disposition')?.match(/filename="(.*)"/)?.[1]).toMatch(
      new RegExp(name.source.replace('OWN', fabric)),
    );
  });

  it.each([
    ['', 'format'],
    ['format=pdf', 'format'],
    ['format=csv&lang=de', 'lang'],
    ['format=csv&limit=5', 'limit'],
    ['format=csv&within=1y', 'within'],
  ])('refuses ?%s and names it', async (query, pointer) => {
    const response = await get(`/api/v1/changes/export?${query}`);
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
    ['from=2999-01-01T00:00:00Z', 'from'],
    ['from=2026-01-01T00:00:00Z&to=2999-01-01T00:00:00Z', 'to'],
    ['from=2026-01-01T00:00:00Z&kind=recovery', 'kind'],
    ['from=2026-01-01T00:00:00Z&since=2026-01-01T00:00:00Z', 'since'],
    ['from=2026-01-01T00:00:00Z&fact=colour', 'fact'],
    ['from=2026-01-01T00:00:00Z&cluster=-', 'cluster'],
    ['from=2026-01-01T00:00:00Z&q=a&q=b', 'q'],
    [`from=2026-01-01T00:00:00Z&q=${'x'.repeat(256)}`, 'q'],
    ['from=2026-01-01T00:00:00Z&q=%00', 'q'],
    ['from=2026-01-01T00:00:00Z&grouped=true', 'grouped'],
    ['from=2026-01-01T00:00:00Z&cursor=x', 'cursor'],
  ])('refuses ?%s and names it', async (query, pointer) => {
    const response = await get(`/api/v1/changelog?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ pointer });
  });
});

describe('GET /api/v1/changelog/groups and /export', () => {
  const from = () => `from=${new Date(Date.parse(began) - 1_000).toISOString()}`;

  it('answer the same in groups and as a file', async () => {
    const response = await get(`/api/v1/changelog/groups?${from()}&q=hv&fact=added`);
    expect(response.status).toBe(200);
    const { groups } = ChangeGroups.parse(await response.json());
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ outcome: 'worse', hosts: 1, members: [{ id: hostId }] });
    const file = await get(`/api/v1/changelog/export?format=csv&lang=fr&${from()}`);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.headers.get('content-disposition')).toMatch(
      /^attachment; filename="compare-all-fabrics-[\dTZ-]+-to-[\dTZ-]+\.csv"$/,
    );
    expect((await file.text()).split('\r\n')[1]).toContain(`${hostId};`);
    const times = /^from=[^&]+&to=[^&]+&q=hv&fact=added$/;
    const to = encodeURIComponent(new Date().toISOString());
    const asked = `/api/v1/changelog/export?${from()}&to=${to}&fact=added&q=hv&format=`;
    const [csv, json] = [await get(`${asked}csv`), await get(`${asked}json`)];
    expect(csv.headers.get('gf-asked')).toMatch(times);
    expect([json.headers.get('gf-asked'), ChangelogFile.parse(await json.json()).asked]).toEqual(
      Array(2).fill(csv.headers.get('gf-asked')),
    );
    const head = await fetch(`${server.address}/api/v1/changelog/export?format=csv&${from()}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${token}` },
    });
    expect([head.status, head.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it.each([
    ['groups?', 'from'],
    ['groups?from=2026-01-01T00:00:00Z&grouped=maybe', 'grouped'],
    ['groups?from=2026-01-01T00:00:00Z&cursor=x', 'cursor'],
    ['export?from=2026-01-01T00:00:00Z', 'format'],
    ['export?from=2026-01-01T00:00:00Z&format=pdf', 'format'],
    ['export?from=2026-01-01T00:00:00Z&format=csv&cursor=x', 'cursor'],
    ['export?from=2026-01-01T00:00:00Z&format=csv&to=2999-01-01T00:00:00Z', 'to'],
  ])('refuse %s and name it', async (query, pointer) => {
    const response = await get(`/api/v1/changelog/${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ pointer });
  });
});
