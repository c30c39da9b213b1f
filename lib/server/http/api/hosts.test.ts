import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { HOST_FIELDS, HostDetail, HostFile, HostList, Summary, Timeline } from '@/lib/contracts/fleet';
import { deadlines } from '@/lib/domain/reporting';
import type { DbRoot } from '@/lib/server/db/client';
import { type HostSpec, insertFleet, type ProfileSpec } from '@/test/support/fleet';
import { readCsv } from '@/test/support/read-csv';
import { readXlsx } from '@/test/support/read-xlsx';
import { type SharedServer, sharedTestServer } from '@/test/support/server';
import { makeWorld, type World } from '@/test/support/world';

const BOOT_MS = 60_000;

let server: SharedServer;
let db: DbRoot;
let world: World;
let token: string;

const started = new Date();
const minutesAgo = (minutes: number) => new Date(started.getTime() - minutes * 60_000);

const passed: ProfileSpec = {
  id: randomUUID(),
  hostname: '=HV-PAR-01',
  fqdn: 'hv-par-01.fab.example',
  cluster: 'CL-1',
  os: '2022',
  model: 'M4',
  firmwareVersion: '2.19.1',
  tpm: 'IFX 7.85.4555.0',
  agentVersion: '1.0.0',
  riskFlags: [],
  osVersion: '10.0.20348.2849',
  bootStage: 'kek',
  mode: 'Tpm',
  judgedState: 'Passed',
  attestationStatus: 'Passed',
  failingChecks: [],
  causes: [],
};

const insecure: ProfileSpec = {
  ...passed,
  id: randomUUID(),
  hostname: 'HV-PAR-02',
  judgedState: 'InsecureHostConfiguration',
  attestationStatus: 'InsecureHostConfiguration',
  failingChecks: ['SecureBootSettings', 'BitLocker'],
  causes: ['SecureBootSettings', 'BitLocker'],
};

/** A host that says the same at each of these times. */
function hostSaying(profile: ProfileSpec, minutes: number[], vms = 6): HostSpec {
  return {
    id: randomUUID(),
    enrolledHostname: profile.hostname,
    enrolledFqdn: profile.fqdn,
    enrolledAt: minutesAgo(500),
    retiredAt: null,
    assignments: [{ id: randomUUID(), validFrom: minutesAgo(500), fabricId: world.fabric.id, owner: 'ops' }],
    items: minutes.map((ago) => ({
      observedAt: minutesAgo(ago),
      intervalSeconds: 900,
      vms,
      clockOffsetMs: -1500,
      late: false,
      profile,
    })),
  };
}

let able: HostSpec;
let blocked: HostSpec;
let silent: HostSpec;

beforeAll(async () => {
  server = await sharedTestServer();
  db = server.runtime.db;
  world = await makeWorld(db);
  token = await world.apiToken('viewer');
  able = hostSaying(passed, [20, 5]);
  blocked = hostSaying(insecure, [20, 5], 4);
  silent = hostSaying({ ...passed, id: randomUUID(), hostname: 'HV-PAR-03' }, [400, 300, 290], 3);
  await insertFleet(db, {
    fabrics: [],
    hosts: [able, blocked, silent],
    exceptions: [],
    acknowledgements: [],
  });
}, BOOT_MS);

const FILE_NAME = /^attachment; filename="hosts-all-fabrics-\d{4}-\d\d-\d\dT[\d-]+Z\.(csv|xlsx|json)"$/;

const ask = (path: string, bearer: string | null = token) =>
  fetch(new URL(path, server.address), {
    headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
  });

async function answer(path: string): Promise<unknown> {
  const response = await ask(path);
  expect(response.status, await response.clone().text()).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  return response.json();
}

async function namesOf(query: string): Promise<string[]> {
  const { hosts } = HostList.parse(await answer(`/api/v1/hosts${query}`));
  return hosts.map(({ hostname }) => hostname);
}

describe('GET /api/v1/hosts', () => {
  it('lists rows as documented', async () => {
    const list = HostList.parse(await answer('/api/v1/hosts?state=InsecureHostConfiguration'));
    expect(list).toMatchObject({ total: 1, nextCursor: null });
    expect(list.hosts[0]).toEqual({
      id: blocked.id,
      hostname: 'HV-PAR-02',
      fqdn: 'hv-par-01.fab.example',
      fabric: world.fabric.name,
      cluster: 'CL-1',
      state: 'InsecureHostConfiguration',
      attestationStatus: 'InsecureHostConfiguration',
      failingChecks: ['BitLocker', 'SecureBootSettings'],
      cause: ['SecureBootSettings', 'BitLocker'],
      reporting: 'onTime',
      since: minutesAgo(20).toISOString(),
      lastObservedAt: minutesAgo(5).toISOString(),
      clockOffsetSeconds: -1.5,
      attestationMode: 'Tpm',
      os: '2022',
      model: 'M4',
      firmwareVersion: '2.19.1',
      osVersion: '10.0.20348.2849',
      bootStage: 'kek',
      tpm: 'IFX 7.85.4555.0',
      shieldedVms: 4,
      exception: 'none',
      owner: 'ops',
      agentVersion: '1.0.0',
      risk: [],
    });
  });

  it('shows a silent host as Silent since it fell silent, with the last known status beside it', async () => {
    const [row] = HostList.parse(await answer('/api/v1/hosts?reporting=silent')).hosts;
    const { silentAfter } = deadlines({ observedAt: minutesAgo(290), intervalSeconds: 900 });
    const since = silentAfter.toISOString();
    expect(row).toMatchObject({ state: 'Silent', attestationStatus: 'Passed', failingChecks: [], since });
  });

  it('sorts Passed last by state, and filters with OR, AND and "is not"', async () => {
    expect(await namesOf('?sort=severity')).toEqual(['HV-PAR-02', 'HV-PAR-03', '=HV-PAR-01']);
    expect(await namesOf('')).toEqual(['=HV-PAR-01', 'HV-PAR-02', 'HV-PAR-03']);
    expect(await namesOf('?state=Silent&state=Passed&sort=state')).toEqual(['HV-PAR-03', '=HV-PAR-01']);
    expect(await namesOf('?state=-Silent&check=-BitLocker')).toEqual(['=HV-PAR-01']);
    expect(await namesOf('?q=par-02')).toEqual(['HV-PAR-02']);
    expect(await namesOf('?q=_')).toEqual([]);
    expect(await namesOf('?cluster=no-such')).toEqual([]);
  });

  it('pages without missing or repeating a host', async () => {
    const first = HostList.parse(await answer('/api/v1/hosts?limit=2'));
    const second = HostList.parse(await answer(`/api/v1/hosts?limit=2&cursor=${first.nextCursor}`));
    expect([...first.hosts, ...second.hosts].map(({ hostname }) => hostname)).toEqual([
      '=HV-PAR-01',
      'HV-PAR-02',
      'HV-PAR-03',
    ]);
    expect(second).toMatchObject({ total: 3, nextCursor: null, asOf: first.asOf });
  });

  it('answers for an earlier time', async () => {
    const at = minutesAgo(295).toISOString();
    const list = HostList.parse(await answer(`/api/v1/hosts?at=${at}`));
    expect(list.asOf).toBe(at);
    expect(list.hosts.map(({ hostname, state }) => [hostname, state])).toEqual([
      ['=HV-PAR-01', 'Silent'],
      ['HV-PAR-02', 'Silent'],
      ['HV-PAR-03', 'Passed'],
    ]);
  });
});

describe('GET /api/v1/summary', () => {
  it('adds up', async () => {
    const summary = Summary.parse(await answer('/api/v1/summary'));
    expect(summary).toMatchObject({
      total: 3,
      compliance: { compliant: 1, excepted: 0, nonCompliant: 1, unverified: 1 },
      rates: { able: 1 / 3, compliant: 1 / 3 },
      vms: { total: 13, blocked: 4, unverified: 3 },
      vmsByState: { Passed: 6, InsecureHostConfiguration: 4, Silent: 3, Expired: 0 },
    });
    expect(summary.causes).toEqual([
      { cause: 'BitLocker', hosts: 1, vmsBlocked: 4, freedAlone: { hosts: 0, vms: 0 } },
      { cause: 'SecureBootSettings', hosts: 1, vmsBlocked: 4, freedAlone: { hosts: 0, vms: 0 } },
    ]);
  });

  it('knows no rate of an empty fleet', async () => {
    const summary = Summary.parse(await answer('/api/v1/summary?cluster=no-such'));
    expect(summary).toMatchObject({ total: 0, rates: { able: null, compliant: null }, causes: [] });
  });
});

describe('GET /api/v1/hosts/export', () => {
  it('streams every row as CSV', async () => {
    const response = await ask('/api/v1/hosts/export?format=csv&sort=hostname');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(FILE_NAME);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const [columns, ...records] = readCsv(bytes.toString('utf8').slice(1));
    expect(columns).toEqual(HOST_FIELDS);
    expect([columns?.[0], columns?.at(-1)]).toEqual(['hostname', 'id']);
    expect(records.map(([name]) => name)).toEqual(["'=HV-PAR-01", 'HV-PAR-02', 'HV-PAR-03']);
    expect(records[1]?.[6]).toBe('BitLocker SecureBootSettings');
  });

  it('separates with ; in French', async () => {
    const text = await (await ask('/api/v1/hosts/export?format=csv&lang=fr')).text();
    expect(readCsv(text, ';')).toHaveLength(4);
  });

  it('streams the same rows as a workbook and as JSON, text as the host sent it', async () => {
    const question = 'sort=state&order=desc';
    const { hosts } = HostList.parse(await answer('/api/v1/hosts?sort=state&order=desc'));
    const workbook = await ask(`/api/v1/hosts/export?format=xlsx&lang=fr&${question}`);
    expect(workbook.headers.get('content-type')).toContain('spreadsheetml.sheet');
    expect(workbook.headers.get('content-disposition')).toMatch(FILE_NAME);
    const [sheet] = readXlsx(new Uint8Array(await workbook.arrayBuffer()));
    expect(sheet?.name).toBe('Hôtes');
    const inUtc = (column: string) => column.replace(/^(since|lastObservedAt)$/, '$1 (UTC)');
    expect(sheet?.rows[0]).toEqual(HOST_FIELDS.map(inUtc));
    expect(sheet?.rows.slice(1).map(([name]) => name)).toEqual(hosts.map(({ hostname }) => hostname));
    const json = await ask(`/api/v1/hosts/export?format=json&${question}`);
    expect(json.headers.get('content-type')).toContain('application/json');
    expect(json.headers.get('content-disposition')).toMatch(FILE_NAME);
    const file = await json.json();
    expect(HostFile.parse(file)).toMatchObject({ asked: '', total: 3, hosts, nextCursor: null });
  });

  it('names the file after the hosts and the time that were asked for', async () => {
    const at = '2026-11-24T09:32:07.010Z';
    const response = await ask(`/api/v1/hosts/export?format=json&at=${at}&state=-Passed`);
    const name = 'attachment; filename="hosts-all-fabrics-filtered-2026-11-24T09-32-07Z.json"';
    expect(response.headers.get('content-disposition')).toBe(name);
    expect(await response.json()).toMatchObject({ asOf: at, asked: 'state=-Passed' });
  });

  it.each(['', '?format=pdf', '?format=csv&lang=de', '?format=csv&format=csv'])(
    'refuses %j and says what there is',
    async (query) => {
      const response = await ask(`/api/v1/hosts/export${query}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'invalid_value', pointer: expect.any(String) });
    },
  );
});

describe('GET /api/v1/hosts/{id}', () => {
  it('explains one host', async () => {
    const host = HostDetail.parse(await answer(`/api/v1/hosts/${blocked.id}`));
    expect(host).toMatchObject({ id: blocked.id, toldIntervalSeconds: 900, lastRejection: null });
    expect(host.checks).toHaveLength(14);
    expect(host.checks.filter(({ result }) => result === 'failing').map(({ check }) => check)).toEqual([
      'SecureBootSettings',
      'BitLocker',
    ]);
    expect(host.verdict.code).toBe('insecure');
    expect(host.verdict.text).toContain('4 shielded VMs');
  });

  it('evaluates nothing on a silent host', async () => {
    const host = HostDetail.parse(await answer(`/api/v1/hosts/${silent.id}`));
    expect(new Set(host.checks.map(({ result }) => result))).toEqual(new Set(['notEvaluated']));
    expect(host.verdict.code).toBe('silent');
  });

  it('answers for an earlier time, and not for one before the enrolment', async () => {
    const then = HostDetail.parse(
      await answer(`/api/v1/hosts/${silent.id}?at=${minutesAgo(295).toISOString()}`),
    );
    expect(then).toMatchObject({ state: 'Passed', verdict: { code: expect.stringMatching(/^passed/) } });
    expect((await ask(`/api/v1/hosts/${silent.id}?at=${minutesAgo(600).toISOString()}`)).status).toBe(404);
  });

  it.each(['nonsense', "1'--", randomUUID()])('does not find %s', async (id) => {
    const response = await ask(`/api/v1/hosts/${id}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'not_found' });
  });
});

describe('GET /api/v1/hosts/{id}/timeline', () => {
  it('tells runs and unverified time', async () => {
    const timeline = Timeline.parse(await answer(`/api/v1/hosts/${silent.id}/timeline`));
    expect(timeline.runs.map(({ from, to }) => [from, to])).toEqual([
      [minutesAgo(400).toISOString(), minutesAgo(400).toISOString()],
      [minutesAgo(300).toISOString(), minutesAgo(290).toISOString()],
    ]);
    expect(timeline.unverified.slice(0, 2)).toEqual([
      { from: minutesAgo(500).toISOString(), to: minutesAgo(400).toISOString() },
      { from: minutesAgo(340).toISOString(), to: minutesAgo(300).toISOString() },
    ]);
    expect(timeline.unverified).toHaveLength(3);
  });

  it('keeps to the time asked for', async () => {
    const period = `from=${minutesAgo(320).toISOString()}&to=${minutesAgo(280).toISOString()}`;
    const timeline = Timeline.parse(await answer(`/api/v1/hosts/${silent.id}/timeline?${period}`));
    expect(timeline.runs).toHaveLength(1);
    expect(timeline.unverified).toEqual([
      { from: minutesAgo(320).toISOString(), to: minutesAgo(300).toISOString() },
    ]);
  });
});

describe('the read API', () => {
  const paths = () => [
    '/api/v1/summary',
    '/api/v1/hosts',
    '/api/v1/hosts/export?format=csv',
    `/api/v1/hosts/${able.id}`,
    `/api/v1/hosts/${able.id}/timeline`,
  ];

  it('names an unknown word on every address', async () => {
    for (const path of paths()) {
      const response = await ask(`${path}${path.includes('?') ? '&' : '?'}colour=red`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        code: 'unknown_parameter',
        pointer: 'colour',
        title: expect.stringContaining('"colour"'),
      });
    }
    const { title } = await (await ask('/api/v1/hosts/export?colour=red')).json();
    expect(title).toMatch(/Known are format, lang, columns, fabric, .*, sort, order\.$/);
  });

  it.each([
    '/api/v1/hosts?state=Broken',
    '/api/v1/hosts?limit=501',
    '/api/v1/hosts?cursor=nonsense',
    '/api/v1/hosts?cluster=%00',
    '/api/v1/summary?check=-',
    '/api/v1/summary?at=2999-01-01T00:00:00Z',
    '/api/v1/hosts?at=yesterday',
  ])('refuses %s', async (path) => {
    const response = await ask(path);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'invalid_value' });
  });

  it('takes a time a little ahead as now', async () => {
    const soon = new Date(Date.now() + 30_000).toISOString();
    const { asOf } = Summary.parse(await answer(`/api/v1/summary?at=${soon}`));
    expect(new Date(asOf).getTime()).toBeLessThan(new Date(soon).getTime());
  });

  it('refuses a cursor of another question, another order, or one that was tampered with', async () => {
    const { nextCursor } = HostList.parse(await answer('/api/v1/hosts?limit=1'));
    const tampered = Buffer.from(JSON.stringify([0, 'x', "'; DROP TABLE host; --", randomUUID()])).toString(
      'base64url',
    );
    for (const query of [
      `sort=since&cursor=${nextCursor}`,
      `order=desc&cursor=${nextCursor}`,
      `q=x&cursor=${nextCursor}`,
      `cursor=${tampered}`,
      `cursor=${nextCursor}x`,
    ]) {
      const response = await ask(`/api/v1/hosts?limit=1&${query}`);
      expect(response.status, query).toBe(400);
      expect(await response.json()).toMatchObject({ pointer: 'cursor' });
    }
  });

  it('answers nobody without a token, before anything else is said', async () => {
    for (const path of paths()) {
      expect((await ask(path, null)).status).toBe(401);
      expect((await ask(`${path.split('?')[0]}?colour=red`, null)).status).toBe(401);
    }
  });

  it('shows what lies in other fabrics to nobody else', async () => {
    const stranger = await (await makeWorld(db, 'elsewhere')).apiToken('administrator');
    expect((await ask(`/api/v1/hosts/${able.id}`, stranger)).status).toBe(404);
    expect((await ask(`/api/v1/hosts/${able.id}/timeline`, stranger)).status).toBe(404);
    const list = HostList.parse(await (await ask('/api/v1/hosts', stranger)).json());
    expect(list).toMatchObject({ total: 0, hosts: [] });
    const csv = await (await ask('/api/v1/hosts/export?format=csv', stranger)).text();
    expect(readCsv(csv)).toHaveLength(1);
    const named = `/api/v1/summary?fabric=${world.fabric.name}`;
    expect(await (await ask(named, stranger)).json()).toMatchObject({ status: 400, pointer: 'fabric' });
  });
});
