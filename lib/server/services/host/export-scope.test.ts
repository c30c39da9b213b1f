import { v7 as uuid } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { HostFile } from '@/lib/contracts/fleet';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { insertFleet } from '@/test/support/fleet';
import { readExport } from '@/test/support/read-export';
import { readXlsx } from '@/test/support/read-xlsx';
import { usesDatabase } from '@/test/support/uses-database';
import { type ExportInput, exportHosts, frozenExport } from './export';

const NOW = new Date('2026-11-24T10:00:00.123Z');
const ENROLLED_AT = new Date('2026-11-24T06:00:00.000Z');
const HEARD_AT = new Date('2026-11-24T09:45:00.250Z');
const FABRICS = ['PAR-Prod', 'Lyon / "B"'].map((name) => ({ id: uuid(), name }));
const [HEARD, UNHEARD] = [uuid(), uuid()];

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'fleet');

beforeAll(() => insertFleet(db, { fabrics: FABRICS, hosts: fleet(), exceptions: [], acknowledgements: [] }));

function fleet() {
  const profile = {
    id: uuid(),
    ...{ hostname: 'HV-1', fqdn: null, cluster: 'CL-1', os: null, model: null, firmwareVersion: null },
    ...{ tpm: null, agentVersion: '1.0.0', riskFlags: [], osVersion: null, bootStage: 'notKnown' as const },
    ...{ mode: 'Tpm' as const, judgedState: 'Passed' as const, attestationStatus: 'Passed' as const },
    ...{ failingChecks: ['SecureBootSettings', 'BitLocker'], causes: [] },
  };
  const heard = { observedAt: HEARD_AT, intervalSeconds: 900, vms: 1, clockOffsetMs: null, late: false };
  const hostOf = (id: string, items: (typeof heard & { profile: typeof profile })[]) => ({
    ...{ id, enrolledHostname: 'HV', enrolledFqdn: null, enrolledAt: ENROLLED_AT, retiredAt: null, items },
    assignments: [{ id: uuid(), validFrom: ENROLLED_AT, fabricId: FABRICS[0]?.id ?? '', owner: null }],
  });
  return [hostOf(HEARD, [{ ...heard, profile }]), hostOf(UNHEARD, [])];
}

const ctx = (): Ctx => ({ actor: { kind: 'system', id: 'cli' }, db, now: NOW, requestId: 'test' });

const asked = (input: Partial<ExportInput>): ExportInput => ({
  ...{ filter: {}, at: null, sort: 'hostname', order: 'asc', format: 'json', lang: 'en' },
  ...input,
});

async function nameOf(input: Partial<ExportInput>): Promise<string> {
  const { fileName, chunks } = await exportHosts({ ctx: ctx(), input: asked(input) });
  await chunks.return(undefined);
  return fileName;
}

const bytesOf = (input: Partial<ExportInput>) => readExport(exportHosts({ ctx: ctx(), input: asked(input) }));
const jsonOf = async (input: Partial<ExportInput>) =>
  HostFile.strict().parse(JSON.parse((await bytesOf(input)).toString()));

const OF_PARIS = { include: ['PAR-Prod'], exclude: [] };
const FILTER: ExportInput['filter'] = {
  fabric: OF_PARIS,
  cluster: { include: ['CL-1'], exclude: [] },
  state: { include: [], exclude: ['Silent'] },
};
const TIME = '2026-11-24T10-00-00Z';

describe('the name of a file of hosts', () => {
  it.each(['csv', 'xlsx', 'json'] as const)(
    'says of which hosts and of what time a %s is',
    async (format) => {
      expect(await nameOf({ format })).toBe(`hosts-all-fabrics-${TIME}.${format}`);
      expect(await nameOf({ format, filter: { fabric: OF_PARIS } })).toBe(`hosts-PAR-Prod-${TIME}.${format}`);
      expect(await nameOf({ format, filter: FILTER })).toBe(`hosts-PAR-Prod-filtered-${TIME}.${format}`);
      const { fabric: _, ...others } = FILTER;
      expect(await nameOf({ format, filter: others })).toBe(`hosts-all-fabrics-filtered-${TIME}.${format}`);
    },
  );

  it('holds no character of a fabric that files, headers and shells give a meaning to', async () => {
    const fabric = { include: ['Lyon / "B"'], exclude: ['PAR-Prod'] };
    expect(await nameOf({ filter: { fabric } })).toBe(`hosts-Lyon_B_+not-PAR-Prod-${TIME}.json`);
  });

  it('says that hosts were selected, and the time that was asked for', async () => {
    const at = new Date('2026-11-24T09:50:00Z');
    const selection = {
      hosts: [HEARD],
      format: 'csv',
      lang: 'en',
      at,
      sort: 'hostname',
      order: 'asc',
    } as const;
    const input = await frozenExport({ ctx: ctx(), input: { ...selection, hosts: [HEARD] } });
    expect(await nameOf(input)).toBe('hosts-all-fabrics-selected-2026-11-24T09-50-00Z.csv');
    expect(await jsonOf({ ...input, format: 'json' })).toMatchObject({ asked: '', selected: 1, total: 1 });
  });
});

describe('a file of hosts', () => {
  it('says its question and its time inside JSON', async () => {
    const question = {
      asOf: NOW.toISOString(),
      asked: 'fabric=PAR-Prod&cluster=CL-1&state=-Silent',
      total: 1,
    };
    const filtered = await jsonOf({ filter: FILTER });
    expect(filtered).toMatchObject(question);
    expect(filtered.selected).toBeUndefined();
    expect(await jsonOf({})).toMatchObject({ asOf: NOW.toISOString(), asked: '', total: 2 });
  });

  it('has failing checks in the order of repair', async () => {
    const { hosts } = await jsonOf({ filter: FILTER });
    expect(hosts.map(({ failingChecks }) => failingChecks)).toEqual([['BitLocker', 'SecureBootSettings']]);
    expect((await bytesOf({ format: 'csv', filter: FILTER })).toString()).toMatch(
      /BitLocker.+SecureBootSettings/,
    );
  });

  const daysOf = (time: Date) => time.getTime() / 86_400_000 + 25_569;

  it('says them on a sheet of its own in a workbook', async () => {
    const [, about, ...others] = readXlsx(await bytesOf({ format: 'xlsx', filter: FILTER }));
    expect(others).toEqual([]);
    expect(about).toEqual({
      name: 'Scope',
      rows: [
        ['Field', 'Value'],
        ['asOf (UTC)', daysOf(NOW)],
        ['scope', 'PAR-Prod'],
        ['fabric', 'PAR-Prod'],
        ['cluster', 'CL-1'],
        ['state', '-Silent'],
      ],
    });
    const french = readXlsx(await bytesOf({ format: 'xlsx', lang: 'fr', hosts: [HEARD] })).at(1);
    expect(french).toEqual({
      name: 'Périmètre',
      rows: [
        ['Champ', 'Valeur'],
        ['asOf (UTC)', daysOf(NOW)],
        ['scope', 'all-fabrics'],
        ['selected', 1],
      ],
    });
  });

  it('has times that a spreadsheet reckons with', async () => {
    const [sheet] = readXlsx(await bytesOf({ format: 'xlsx' }));
    const [columns = [], ...rows] = sheet?.rows ?? [];
    const cell = (id: string, column: string) =>
      rows.find((row) => row.at(-1) === id)?.[columns.indexOf(column)];
    expect(cell(HEARD, 'lastObservedAt (UTC)')).toBeCloseTo(daysOf(HEARD_AT), 8);
    expect(cell(HEARD, 'since (UTC)')).toBeCloseTo(daysOf(HEARD_AT), 8);
    expect(cell(UNHEARD, 'lastObservedAt (UTC)')).toBeNull();
    expect(cell(UNHEARD, 'since (UTC)')).toBeCloseTo(daysOf(ENROLLED_AT), 8);
  });
});
