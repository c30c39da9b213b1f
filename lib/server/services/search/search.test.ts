import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HitOf, type SearchHit, SearchInput } from '@/lib/contracts/search';
import { MATCHES, matchOf } from '@/lib/domain/search';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import type { Pools } from '@/lib/server/db/pools';
import { prepareQueue } from '@/lib/server/db/queue';
import { createFabric } from '@/lib/server/services/fabric';
import { createPlan } from '@/lib/server/services/plan';
import { createReport } from '@/lib/server/services/report';
import { makeOperator, systemCtx } from '@/test/support/callers';
import { failing, inDays, NOW, personCtx, reportingHost, request } from '@/test/support/exceptions';
import { insertFleet } from '@/test/support/fleet';
import { holdingLocks } from '@/test/support/holding-locks';
import { planWorld } from '@/test/support/plans';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { uniqueName } from '@/test/support/world';
import { search } from '.';

let db: DbRoot;
let pools: Pools;
usesDatabase((given, opened) => {
  db = given;
  pools = opened;
});

const find = (ctx: Ctx, q: string, more: Partial<SearchInput> = {}) =>
  search({ ctx, input: SearchInput.parse({ q, ...more }) });

const namesOf = (hits: readonly SearchHit[]) =>
  hits.map((hit) => `${hit.match} ${hit.kind} ${'hostname' in hit ? hit.hostname : nameOf(hit)}`);

function nameOf(hit: Exclude<SearchHit, { kind: 'host' }>): string {
  if (hit.kind === 'cluster') return hit.cluster;
  if (hit.kind === 'fabric') return hit.fabric;
  if (hit.kind === 'check') return hit.check;
  if (hit.kind === 'cause') return hit.cause;
  if (hit.kind === 'fix') return hit.key;
  if (hit.kind === 'exception') return hit.name;
  if (hit.kind === 'change') return hit.title;
  if (hit.kind === 'owner') return hit.owner;
  if (hit.kind === 'operator') return hit.email;
  return hit.kind === 'wave' ? hit.id : hit.number;
}

/** A fabric with these hosts, each of which fails by what is said of it, and a person who sees it alone. */
async function world(hosts: Record<string, string[]>) {
  const { id, name } = await createFabric({ ctx: systemCtx(db), input: { name: uniqueName('SEARCH') } });
  const made = Object.entries(hosts).map(([hostname, causes]) =>
    reportingHost(failing(hostname, causes), id, { fromDay: -1, toDay: 0 }),
  );
  await insertFleet(db, { fabrics: [], hosts: made, exceptions: [], acknowledgements: [] });
  return {
    fabricId: id,
    fabric: name,
    ids: made.map((host) => host.id),
    person: personCtx(db, { fabrics: [id] }),
  };
}

describe('hosts', () => {
  it('are found by name, the nearest first, by FQDN, id and what else is said of them', async () => {
    const my = await world({ 'HV-PAR-1': [], 'HV-PAR-10': [], 'PAR-HV-1': [], 'XPAR-1': [], 'LYO-1': [] });
    const hosts = async (q: string) =>
      (await find(my.person, q, { limit: 20 })).hits.filter(({ kind }) => kind === 'host');
    expect(namesOf(await hosts('hv-par-1'))).toEqual(['exact host HV-PAR-1', 'prefix host HV-PAR-10']);
    expect(namesOf(await hosts('par'))).toEqual([
      'prefix host PAR-HV-1',
      'word host HV-PAR-1',
      'word host HV-PAR-10',
      'part host XPAR-1',
    ]);
    expect(namesOf(await hosts('lyo-1.fab.example'))).toEqual(['exact host LYO-1']);
    expect(namesOf(await hosts(my.ids[4]?.toUpperCase() ?? ''))).toEqual(['exact host LYO-1']);
    expect(await hosts('2.19.1')).toHaveLength(5);
    expect(namesOf(await hosts('par 10'))).toEqual(['part host HV-PAR-10']);
    expect(namesOf(await hosts('10 2.19 hv'))).toEqual(['other host HV-PAR-10']);
    expect(await hosts('par 11')).toEqual([]);
    expect(await hosts(randomUUID())).toEqual([]);
  });

  it('come as in the list among equal matches: those that fail first, then by name', async () => {
    const my = await world({
      'LYO-0309': [],
      'PAR-0309': ['BitLocker'],
      'DR-0309': ['BitLocker'],
      'OK-0309': [],
    });
    const order = ['DR-0309', 'PAR-0309', 'LYO-0309', 'OK-0309'];
    const found = async (q: string) =>
      (await find(my.person, q)).hits.flatMap((hit) => (hit.kind === 'host' ? hit.hostname : []));
    expect(await found('0309')).toEqual(order);
    // A better match comes first, however it is.
    expect((await found('ok-0309'))[0]).toBe('OK-0309');
    // More names begin so than are told.
    const many = Array.from({ length: 8 }, (_, index): [string, string[]] => [`M-${index}`, []]);
    const other = await world(Object.fromEntries([...many, ['M-9', ['BitLocker']]]));
    const { hits } = await find(other.person, 'm-');
    expect(hits[0]).toMatchObject({ match: 'prefix', hostname: 'M-9' });
  });

  it('are found as they were at the time asked for', async () => {
    const my = await world({ 'HV-THEN': ['BitLocker'] });
    const silent = await find({ ...my.person, now: inDays(2) }, 'hv-then');
    expect(silent.hits).toMatchObject([{ kind: 'host', state: 'Silent' }]);
    const at = inDays(-0.5).toISOString();
    const then = await find({ ...my.person, now: inDays(2) }, 'hv-then', { at });
    expect(then).toMatchObject({ asOf: at, hits: [{ kind: 'host', state: 'InsecureHostConfiguration' }] });
    await expect(find(my.person, 'hv', { at: inDays(3).toISOString() })).rejects.toMatchObject({
      code: 'invalid_value',
    });
  });

  const part = fc.string({
    unit: fc.constantFrom('h', 'V', '-', '1', '%', '_', '\\', 'ü'),
    minLength: 1,
    maxLength: 4,
  });
  it('are never passed over for one that is further from what was looked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(part, { minLength: 1, maxLength: 12, selector: (one) => one.toLowerCase() }),
        part,
        fc.boolean(),
        async (names, q, isKept) => {
          const my = await world(Object.fromEntries(names.map((one) => [`${one}0`, []])));
          if (isKept) await keepFleet(pools.jobs, NOW);
          const { hits, more } = await find(my.person, q, { limit: 3 });
          const shown = hits.filter((hit): hit is HitOf<'host'> => hit.kind === 'host');
          // Every host of this world is of the cluster CL-1; nothing else that is said of one holds these marks.
          const isSaidOfAll = 'cl-1'.includes(q.toLowerCase());
          const rankOf = (text: string) => MATCHES.indexOf(matchOf(text, q) ?? 'other');
          const ranks = names.map((one) => rankOf(`${one}0`)).sort((a, b) => a - b);
          const held = isSaidOfAll ? ranks : ranks.filter((rank) => rank < MATCHES.indexOf('other'));
          expect(shown.map(({ match }) => MATCHES.indexOf(match))).toEqual(held.slice(0, 3));
          expect(shown.map(({ hostname }) => rankOf(hostname))).toEqual(held.slice(0, 3));
          expect(more.includes('host')).toBe(held.length > 3);
        },
      ),
      { numRuns: runs({ push: 2, long: 60 }) },
    );
  });
});

describe('words', () => {
  it('are clusters, checks, causes and fixes, by their titles in both languages, with how many hosts have them', async () => {
    const my = await world({ 'hv-1': ['BitLocker'], 'hv-2': ['BitLocker', 'Quantum'], 'hv-3': [] });
    expect((await find(my.person, 'cl-1')).hits).toMatchObject([
      ...[{ match: 'exact', cluster: 'CL-1', fabric: my.fabric, hosts: 3, notAble: 2 }],
      ...[{ kind: 'host' }, { kind: 'host' }, { kind: 'host' }],
    ]);
    const [check, fix] = (await find(my.person, 'bitlocker', { limit: 1 })).hits;
    expect(check).toMatchObject({ kind: 'check', match: 'exact', check: 'BitLocker', hosts: 2 });
    expect(fix).toMatchObject({ kind: 'fix', match: 'exact', key: 'BitLocker' });
    expect((await find(my.person, 'quantum')).hits).toEqual([
      { kind: 'check', match: 'exact', check: 'Quantum', title: null, hosts: 1 },
    ]);
    const title = fix?.kind === 'fix' ? fix.title : '';
    expect(namesOf((await find(my.person, title)).hits)).toContain('exact fix BitLocker');
    const french = (await find(my.person, 'BitLocker', { lang: 'fr', limit: 1 })).hits[1];
    expect(french).toMatchObject({ kind: 'fix' });
    expect(french?.kind === 'fix' && french.title).not.toBe(title);
    const cause = (await find(my.person, 'TpmError')).hits[0];
    expect(cause).toMatchObject({ kind: 'cause', cause: 'TpmError', hosts: 0 });
    const ofTheList = [
      ['tpm fault', 'en', 'TpmError'],
      ['Certificate out of date', 'en', 'Expired'],
      ['panne du TPM', 'fr', 'TpmError'],
    ] as const;
    for (const [q, lang, named] of ofTheList)
      expect((await find(my.person, q, { lang })).hits, q).toContainEqual(
        expect.objectContaining({ kind: 'cause', cause: named }),
      );
    expect((await find(my.person, my.fabric)).hits[0]).toMatchObject({ kind: 'fabric', hosts: 3 });
  });

  it('are found by whatever name a host gives a check', async () => {
    const my = await world({ 'hv-1': ['constructor', '__proto__'] });
    for (const check of ['constructor', '__proto__'])
      expect((await find(my.person, check)).hits).toMatchObject([{ kind: 'check', check, title: null }]);
  });

  it('narrow to the fabrics asked for', async () => {
    const [one, other] = [await world({ 'hv-one': [] }), await world({ 'hv-one': [] })];
    const both = personCtx(db, { fabrics: [one.fabricId, other.fabricId] });
    const hostsOf = async (fabric: string[]) =>
      (await find(both, 'hv-one', { fabric })).hits.map((hit) => hit.kind === 'host' && hit.fabric);
    expect(await hostsOf([one.fabric])).toEqual([one.fabric]);
    expect(await hostsOf([`-${one.fabric}`])).toEqual([other.fabric]);
    expect(await hostsOf(['nowhere'])).toEqual([]);
  });
});

describe('papers', () => {
  it('are found by number and words, and only by who may read them', async () => {
    await prepareQueue(pools.jobsPool);
    const my = await planWorld(pools, ['PagefileEncryption'], ['PagefileEncryption'], []);
    const name = uniqueName('Spring cleaning');
    const plan = await createPlan({
      ctx: my.person,
      input: { hosts: my.ids, name, owner: null, lang: 'en' },
    });
    const control = uniqueName('Only the security team');
    const { name: number } = await request(my.person, my.ids, { causes: ['PagefileEncryption'], control });
    const title = uniqueName('Quarterly');
    const report = await createReport({
      ctx: my.person,
      input: { kind: 'moment', timeZone: 'UTC', lang: 'en', title },
    });
    const stranger = (await world({ 'hv-9': [] })).person;
    const sees = async (ctx: Ctx, q: string) =>
      namesOf((await find(ctx, q)).hits.filter(({ kind }) => ['plan', 'exception', 'report'].includes(kind)));
    const viewer = personCtx(db, { fabrics: [my.fabricId], role: 'viewer' });

    const bare = String(Number(plan.number.slice(3)));
    for (const q of [plan.number, plan.number.toLowerCase(), `rp${bare}`])
      expect(await sees(my.person, q)).toEqual([`exact plan ${plan.number}`]);
    expect(await sees(my.person, bare)).toContain(`word plan ${plan.number}`);
    for (const [q, hit] of [
      [name, `exact plan ${plan.number}`],
      [number, `exact exception ${number}`],
      [control, `exact exception ${number}`],
      [report.number, `exact report ${report.number}`],
      [title, `exact report ${report.number}`],
    ] as const) {
      expect(await sees(my.person, q)).toEqual([hit]);
      expect(await sees(viewer, q)).toEqual(hit.includes('report') ? [] : [hit]);
      expect(await sees(stranger, q)).toEqual([]);
    }
    // Whoever types an owner looks for the owner, and not for what they own.
    expect(await sees(my.person, 'Ops Paris')).toEqual([`other exception ${number}`]);
  });

  it('are found by what they are called before what they are owned by, however few are asked for', async () => {
    const causes = ['PagefileEncryption'];
    const my = await planWorld(pools, causes, causes, causes);
    const team = uniqueName('Storage team');
    const [called = '', ...owned] = my.ids;
    const { name } = await request(my.person, [called], { causes, control: team });
    for (const host of owned) await request(my.person, [host], { causes, owner: team });
    const { hits, more } = await find(my.person, team, { limit: 1 });
    expect(namesOf(hits)).toEqual([`exact exception ${name}`]);
    expect(more).toEqual(['exception']);
  });
});

it('tells which causes a host has since that goes on failing', async () => {
  const my = await planWorld(pools, [], []);
  await my.send(0, -4, ['PagefileEncryption']);
  await my.send(0, -3, ['PagefileEncryption', 'HibernationEnabled']);
  const { hits } = await find(my.person, 'state changed');
  const state = 'InsecureHostConfiguration';
  expect(hits.find(({ kind }) => kind === 'change')).toMatchObject({
    ...{ change: 'transition', from: state, to: state },
    ...{ gained: ['HibernationEnabled'], fixed: [] },
  });
});

it('finds changes by their kind, their host and both, and only within the fabrics', async () => {
  const my = await planWorld(pools, [], []);
  for (const host of [0, 1]) await my.send(host, host - 4, ['PagefileEncryption']);
  const stranger = (await world({ 'hv-1': [] })).person;
  const changesFor = async (ctx: Ctx, q: string, more: Partial<SearchInput> = {}) =>
    (await find(ctx, q, more)).hits.filter((hit): hit is HitOf<'change'> => hit.kind === 'change');
  const turned = await changesFor(my.person, 'state changed');
  expect(turned).toMatchObject([
    { match: 'exact', change: 'transition', title: 'State changed', to: 'InsecureHostConfiguration' },
    { match: 'exact', change: 'transition' },
  ]);
  expect(Date.parse(turned[0]?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(turned[1]?.at ?? ''));
  const { hostname = '', id, at = '' } = turned[1] ?? {};
  expect(await changesFor(my.person, `${hostname} state changed`)).toMatchObject([{ id, hostname }]);
  expect(await changesFor(my.person, 'changement d’état', { lang: 'fr' })).toHaveLength(2);
  expect((await changesFor(my.person, hostname)).map((hit) => hit.id)).toContain(id);
  expect(await changesFor(my.person, hostname.slice(0, -1))).toEqual([]);
  const before = new Date(Date.parse(at) - 1_000).toISOString();
  expect(await changesFor(my.person, 'state changed', { at: before })).toEqual([]);
  for (const q of ['state changed', hostname, `changes ${hostname}`])
    expect((await changesFor(stranger, q)).filter((hit) => hit.hostname === hostname)).toEqual([]);
});

it('finds waves by id, cause and cluster, and only within the fabrics', async () => {
  const my = await planWorld(pools, [], []);
  for (const host of [0, 1]) await my.send(host, host - 4, ['PagefileEncryption']);
  const stranger = (await world({ 'hv-1': [] })).person;
  const wavesFor = async (ctx: Ctx, q: string) =>
    (await find(ctx, q)).hits.filter((hit): hit is HitOf<'wave'> => hit.kind === 'wave');
  const [wave] = await wavesFor(my.person, 'pagefile');
  expect(wave).toMatchObject({ match: 'prefix', hosts: 2, causes: ['PagefileEncryption'] });
  const named = [`${wave?.cluster} wave`, `wave ${wave?.fabric}`, 'firmware 2.19', '2.19.1'];
  for (const q of [wave?.id ?? '', wave?.cluster ?? '', 'InsecureHost', 'wave', ...named]) {
    expect(await wavesFor(my.person, q)).toMatchObject([{ id: wave?.id }]);
    expect(await wavesFor(stranger, q)).toEqual([]);
  }
  for (const q of ['SecureBoot', 'firmware', 'firmware 2.20', '2.20'])
    expect(await wavesFor(my.person, q), q).toEqual([]);
});

it('leaves out the past where that takes long, and finds hosts meanwhile', async () => {
  const my = await planWorld(pools, ['PagefileEncryption']);
  const host = await db.host.findUniqueOrThrow({ where: { id: my.ids[0] ?? '' } });
  const hits = await holdingLocks(db, async (other) => {
    await other.$executeRaw`LOCK TABLE change IN ACCESS EXCLUSIVE MODE`;
    return (await find(my.person, host.enrolledHostname)).hits;
  });
  expect(hits.map(({ kind }) => kind)).toContain('host');
  expect(hits.map(({ kind }) => kind)).not.toContain('change');
});

describe('people', () => {
  it('are owners for everybody, and accounts for who manages them', async () => {
    const my = await world({ 'HV-1': [], 'HV-2': [], 'HV-3': [] });
    const person = await makeOperator(db, 'viewer');
    const ofKind = async (ctx: Ctx, q: string, kind: SearchHit['kind']) =>
      (await find(ctx, q, { limit: 20 })).hits.filter((hit) => hit.kind === kind);
    expect(await ofKind(my.person, 'Ops', 'owner')).toEqual([
      { kind: 'owner', match: 'exact', owner: 'ops', hosts: 3 },
    ]);
    const stranger = personCtx(db, { fabrics: [(await world({})).fabricId] });
    expect(await ofKind(stranger, 'ops', 'owner')).toEqual([]);
    expect(await ofKind(systemCtx(db), person.email, 'operator')).toMatchObject([
      { match: 'exact', id: person.id, role: 'viewer', disabledAt: null },
    ]);
    const administrator = personCtx(db, { fabrics: [my.fabricId], role: 'administrator' });
    for (const ctx of [my.person, administrator])
      expect(await ofKind(ctx, person.email, 'operator')).toEqual([]);
  });
});

it('is refused to whoever may not read hosts, and tells nobody of what lies outside', async () => {
  const my = await world({ 'hv-secret': ['SecretCheck'] });
  const stranger = (await world({ 'hv-1': [] })).person;
  for (const q of ['hv-secret', 'secretcheck', my.fabric, my.ids[0] ?? ''])
    expect((await find(stranger, q)).hits).toEqual([]);
  const anonymous: Ctx = { actor: { kind: 'anonymous' }, db, now: NOW, requestId: 'none' };
  await expect(find(anonymous, 'hv')).rejects.toMatchObject({ code: 'unauthorized' });
  const host = { kind: 'host', hostId: my.ids[0] ?? '', credentialId: 'c' } as unknown as Ctx['actor'];
  await expect(find({ ...anonymous, actor: host }, 'hv')).rejects.toMatchObject({ code: 'forbidden' });
});

it.each([
  ["'; DROP TABLE host; --"],
  ['%'],
  ['_'],
  ['\\'],
  ['\\%'],
  ['((('],
  ['\u202e\u200b'],
  ['😀'],
  ['ﬁ'],
  ['a\nb'],
  ['x'.repeat(200)],
  ['999999999999999999999'],
  ['RP-'],
  ['constructor'],
])('takes %j for nothing but text', async (q) => {
  const my = await world({ 'hv-plain': [], [`in ${q}`.slice(0, 60)]: [] });
  const { hits } = await find(my.person, q.slice(0, 57));
  const hosts = hits.flatMap((hit) => (hit.kind === 'host' ? hit.hostname : []));
  expect(hosts).not.toContain('hv-plain');
});
