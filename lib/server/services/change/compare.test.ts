import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ChangeGroupsInput, Changelog, type ChangelogInput } from '@/lib/contracts/compare';
import { defaultChangeQuery } from '@/lib/contracts/words/changes';
import { MEMBERS_NAMED } from '@/lib/contracts/words/compare';
import { questionDigest } from '@/lib/server/request/opaque-cursor';
import { decodeCursor, encodeCursor } from '@/lib/util/cursor-text';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { enrolledHosts, type TestHost } from '@/test/support/ingest';
import { at, failingBy, node, usesPast } from '@/test/support/past';
import { readCsv } from '@/test/support/read-csv';
import { readExport } from '@/test/support/read-export';
import { readXlsx } from '@/test/support/read-xlsx';
import { compareFleet, compareGroups, exportChangelog, listChanges } from '.';

const NOW = at(4);
const [THEN, LATER] = [at(1, 30), at(2, 30)];

const SECURE_BOOT = failingBy('SecureBootSettings');

const past = usesPast();

let hosts: TestHost[];
let late: TestHost[];
let fabric: string;
let fabricOfLate: string;

const OLD = node('2.17.0', 'CL-1');

/** What each host is at both times: null says nothing later, and falls silent. */
const FATES: readonly (readonly [object, object | null])[] = [
  [PASSED, { hgsClient: SECURE_BOOT, host: node('2.19.1', 'CL-1') }],
  [PASSED, { hgsClient: SECURE_BOOT, host: node('2.19.1', 'CL-1') }],
  [PASSED, { hgsClient: SECURE_BOOT, host: node('2.19.1', 'CL-1') }],
  [INSECURE, { hgsClient: PASSED, host: OLD }],
  [INSECURE, { hgsClient: SECURE_BOOT, host: OLD }],
  [SECURE_BOOT, { hgsClient: INSECURE, host: OLD }],
  [INSECURE, null],
  [PASSED, { hgsClient: PASSED, host: node('2.19.1', 'CL-2') }],
  [PASSED, { hgsClient: PASSED, host: OLD }],
];

beforeAll(async () => {
  hosts = await enrolledHosts(past.db, at(-1), FATES.length);
  late = await enrolledHosts(past.db, at(1, 45), 2);
  fabric = await past.fabricOf(hosts[0]);
  fabricOfLate = await past.fabricOf(late[0]);
  for (const [index, [before, after]] of FATES.entries()) {
    const host = hosts[index];
    await past.say(host, at(1), { hgsClient: before, host: OLD });
    if (after !== null) await past.say(host, at(2), after);
  }
  await past.say(late[0], at(2), { hgsClient: PASSED, host: OLD });
  await past.say(late[1], at(2), { hgsClient: INSECURE, host: OLD });
});

const ctxOf = (own: string[] | 'all' = [fabric, fabricOfLate]) =>
  tokenCtx(past.db, { fabrics: own, role: 'viewer', now: NOW });
const asked = (own: Partial<ChangelogInput> = {}): ChangelogInput => ({
  ...{ from: THEN, to: LATER, fabric: undefined, limit: 500, cursor: null },
  ...own,
});
const compare = (own: Partial<ChangelogInput> = {}, fabrics?: string[]) =>
  compareFleet({ ctx: ctxOf(fabrics), input: asked(own) });
const inGroups = (own: Partial<ChangeGroupsInput> = {}) =>
  compareGroups({ ctx: ctxOf(), input: { ...asked(own), isGrouped: true, ...own } });
const idOf = (index: number) => hosts[index]?.hostId;

describe('compareFleet', () => {
  it('tells which hosts differ and what became of each', async () => {
    const { hosts: told, total, counts } = await compare();
    const outcome = new Map(told.map((host) => [host.id, host.outcome]));
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => outcome.get(idOf(index) ?? ''))).toEqual([
      ...['worse', 'worse', 'worse', 'better', 'better', 'worse', 'silent', 'other', undefined],
    ]);
    // One that joins is worse only where it is not able.
    expect(late.map(({ hostId }) => outcome.get(hostId))).toEqual(['other', 'worse']);
    expect(total).toBe(10);
    expect(counts).toMatchObject({ added: 2, gone: 0, state: 5, cluster: 1, firmwareVersion: 4 });
    expect(told.find(({ id }) => id === idOf(0))).toMatchObject({
      differs: ['state', 'cause', 'firmwareVersion'],
      shieldedVms: 6,
      before: { state: 'Passed', firmwareVersion: '2.17.0', fqdn: hosts[0]?.fqdn },
      after: { state: 'InsecureHostConfiguration', cause: ['SecureBootSettings'] },
    });
  });

  it('counts the whole scope, which its outcomes and the unchanged hosts make up', async () => {
    const { figures, outcomes } = await compare({ limit: 1 });
    expect(figures).toEqual({
      ...{ hosts: 11, unchanged: 1, worse: 5, silent: 1, better: 2, other: 2 },
      before: { hosts: 9, able: 5, vmsBlocked: 24, vmsUnverified: 0 },
      after: { hosts: 11, able: 4, vmsBlocked: 36, vmsUnverified: 6 },
    });
    expect(outcomes).toMatchObject({ worse: { hosts: 5, vms: 30 }, silent: { hosts: 1, vms: 6 } });
  });

  it('is narrowed by text, cluster and fact, and its figures are not', async () => {
    const one = hosts[7];
    const whole = await compare();
    for (const own of [
      { q: one?.hostname.toLowerCase() },
      { q: 'cl-2' },
      { cluster: { include: ['CL-2'], exclude: [] } },
      { fact: ['cluster' as const] },
    ]) {
      const { hosts: told, total, counts, figures } = await compare(own);
      expect(told.map(({ id }) => id)).toEqual([one?.hostId]);
      expect([total, counts.cluster, counts.state]).toEqual([1, 1, 0]);
      expect(figures).toEqual(whole.figures);
    }
    // Not a pattern: nothing has this in its name.
    expect((await compare({ q: '%' })).total).toBe(0);
    // A host is where it was, too.
    expect((await compare({ cluster: { include: ['CL-1'], exclude: [] } })).total).toBe(10);
    expect((await compare({ cluster: { include: [], exclude: ['CL-1'] } })).total).toBe(0);
  });

  it('tells nothing of other fabrics, nor of a time beside itself, and pages', async () => {
    expect((await compare({}, [fabricOfLate])).figures.hosts).toBe(2);
    expect((await compare({}, [uuidv7()])).figures).toMatchObject({
      hosts: 0,
      after: { able: 0, vmsBlocked: 0 },
    });
    expect(await compare({ to: THEN })).toMatchObject({ total: 0, hosts: [], figures: { unchanged: 9 } });
    const whole = await compare({ from: at(-2) });
    expect(whole).toMatchObject({ total: 11, counts: { added: 11 } });
    const page = await compare({ from: at(-2), limit: 5 });
    const rest = await compare({ from: at(-2), cursor: page.nextCursor });
    expect([...page.hosts, ...rest.hosts]).toEqual(whole.hosts);
    for (const own of [{ from: THEN }, { from: at(-2), q: 'cl' }])
      await expect(compare({ ...own, cursor: page.nextCursor })).rejects.toMatchObject({ pointer: 'cursor' });
  });

  it('goes on with a cursor whatever order the words are in, also one of an earlier version', async () => {
    const fact = ['added' as const];
    const words = { fact, q: 'h', from: at(-2), to: LATER };
    const page = await compare({ from: at(-2), to: LATER, q: 'h', fact, limit: 1 });
    const ask = (cursor: string | null) =>
      compareFleet({ ctx: ctxOf(), input: { limit: 500, ...words, cursor } });
    expect((await ask(page.nextCursor)).hosts).toHaveLength(page.total - 1);
    const [, ...place] = decodeCursor(page.nextCursor ?? '') ?? [];
    const before = encodeCursor([questionDigest(JSON.stringify(words)), ...place]);
    expect((await ask(before)).hosts).toHaveLength(page.total - 1);
  });

  it('says of two times in the other order what going back would mean', async () => {
    const [there, back] = [await compare(), await compare({ from: LATER, to: THEN })];
    expect(back).toMatchObject({ from: LATER.toISOString(), to: THEN.toISOString(), total: there.total });
    expect(back.counts).toMatchObject({ added: 0, gone: 2 });
    expect([back.figures.before, back.figures.after]).toEqual([there.figures.after, there.figures.before]);
    await expect(compare({ to: at(5) })).rejects.toMatchObject({ pointer: 'to' });
    await expect(compare({ from: at(5) })).rejects.toMatchObject({ pointer: 'from' });
  });
});

describe('compareGroups', () => {
  it('puts together hosts that changed alike, the gravest and those with most VMs first', async () => {
    const { groups, groupCount, leftOut, facets, total } = await inGroups();
    expect([groupCount, leftOut, total]).toEqual([8, 0, 10]);
    const [wave] = groups;
    expect(wave).toMatchObject({
      outcome: 'worse',
      hosts: 3,
      shieldedVms: 18,
      clusters: { first: 'CL-1', count: 1 },
    });
    expect(wave?.facts).toEqual([
      { fact: 'state', before: ['Passed'], after: ['InsecureHostConfiguration'] },
      { fact: 'cause', before: [], after: ['SecureBootSettings'] },
      { fact: 'firmwareVersion', before: ['2.17.0'], after: ['2.19.1'] },
    ]);
    const { changes } = await listChanges({ ctx: ctxOf(), input: { ...defaultChangeQuery(), limit: 500 } });
    const turned = changes.find(({ hostId, kind }) => hostId === idOf(0) && kind === 'transition');
    expect(wave?.waveId).toBe(turned?.waveId);
    expect(groups.slice(1).map(({ waveId }) => waveId)).toEqual(groups.slice(1).map(() => null));
    expect((await inGroups({ from: LATER, to: THEN })).groups.some(({ waveId }) => waveId !== null)).toBe(
      false,
    );
    expect(wave?.members.map(({ id }) => id).sort()).toEqual([0, 1, 2].map(idOf).sort());
    expect(groups.map(({ outcome }) => outcome)).toEqual([
      ...['worse', 'worse', 'worse', 'silent', 'better', 'better', 'other', 'other'],
    ]);
    // What a silent host fails by is not known: it is not that it fails by nothing.
    const silent = groups.find(({ outcome }) => outcome === 'silent');
    expect(silent?.facts.map(({ fact }) => fact)).toEqual(['state']);
    const joined = groups.find(({ members }) => members[0]?.id === late[1]?.hostId);
    expect(joined?.facts[0]).toEqual({ fact: 'state', before: null, after: ['InsecureHostConfiguration'] });
    expect(facets.clusters).toEqual([
      { value: 'CL-1', count: 9 },
      { value: 'CL-2', count: 1 },
    ]);
    expect(facets.facts).toMatchObject({ added: 2, state: 5 });
  });

  it("says HGS's last word of hosts that are silent at one of the times, and of no others", async () => {
    const idOfSilent = idOf(6);
    const silentIn = async (times: Partial<ChangeGroupsInput>) => {
      const { groups } = await inGroups(times);
      const isSilent = ({ members }: (typeof groups)[number]) => members[0]?.id === idOfSilent;
      const none = { before: null, after: null };
      expect(groups.filter((group) => !isSilent(group)).map(({ lastStatus }) => lastStatus)).toEqual(
        Array(groups.length - 1).fill(none),
      );
      return groups.find(isSilent);
    };
    const word = 'InsecureHostConfiguration';
    expect((await silentIn({}))?.lastStatus).toEqual({ before: null, after: word });
    expect((await silentIn({ from: LATER, to: THEN }))?.lastStatus).toEqual({ before: word, after: null });
    const { hosts: told } = await compare({ fact: ['state'] });
    expect(told.find(({ id }) => id === idOfSilent)?.after).toMatchObject({
      state: 'Silent',
      attestationStatus: word,
    });
  });

  it('pages, and lists hosts one by one', async () => {
    for (const isGrouped of [true, false]) {
      const whole = await inGroups({ isGrouped });
      const pages = [];
      let cursor: string | null = null;
      do {
        const page = await inGroups({ isGrouped, limit: 3, cursor });
        pages.push(...page.groups);
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(pages).toEqual(whole.groups);
      expect(pages.reduce((sum, group) => sum + group.hosts, 0)).toBe(whole.total);
    }
    const { groups } = await inGroups({ isGrouped: false });
    expect(groups.map((group) => group.hosts)).toEqual(Array.from({ length: 10 }, () => 1));
    await expect(inGroups({ cursor: 'x' })).rejects.toMatchObject({ pointer: 'cursor' });
  });

  it('asks no more where many hosts changed alike, and names the first of them', async () => {
    const many = await enrolledHosts(past.db, at(1, 40), 60);
    const ctx = tokenCtx(past.db, { fabrics: [await past.fabricOf(many[0])], role: 'viewer', now: NOW });
    const { groups, total } = await compareGroups({ ctx, input: { ...asked(), isGrouped: true } });
    expect(total).toBe(60);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ hosts: 60 });
    expect(groups[0]?.members).toHaveLength(MEMBERS_NAMED);
  });
});

describe('exportChangelog', () => {
  const file = (format: 'csv' | 'xlsx' | 'json', own: object = {}) =>
    exportChangelog({
      ctx: ctxOf(),
      input: { from: THEN, to: LATER, fabric: undefined, format, lang: 'en', ...own },
      log: past.db,
    });

  it('has every host that is shown, its scope and its times, and its entry', async () => {
    const whole = await compare({ fact: ['state'] });
    const asJson: unknown = JSON.parse((await readExport(file('json', { fact: ['state'] }))).toString());
    expect(Changelog.parse(asJson)).toEqual(whole);
    const times = new URLSearchParams({ from: THEN.toISOString(), to: LATER.toISOString() });
    expect(asJson).toMatchObject({ asked: `${times}&fact=state` });
    const rows = readCsv((await readExport(file('csv', { fact: ['state'] }))).toString());
    const [head = [], ...lines] = rows;
    const column = (name: string) => lines.map((line) => line[head.indexOf(name)]);
    expect(column('id')).toEqual(whole.hosts.map(({ id }) => id));
    expect(column('stateBefore')).toEqual(whole.hosts.map(({ before }) => before?.state));
    expect(column('attestationStatusAfter')).toEqual(
      whole.hosts.map(({ after }) => after?.attestationStatus),
    );
    expect(column('causeAfter')).toEqual(whole.hosts.map(({ after }) => after?.cause.join(' ')));
    const [sheet, about] = readXlsx(await readExport(file('xlsx', { q: 'cl-2' })));
    expect(sheet?.rows.map(([id]) => id)).toEqual(['id', idOf(7)]);
    expect(about?.rows.at(-1)).toEqual(['q', 'cl-2']);
    const { fileName } = await file('csv', { fabric: { include: ['PAR/Prod'], exclude: [] } });
    expect(fileName).toBe('compare-PAR_Prod-2026-11-24T01-30-00Z-to-2026-11-24T02-30-00Z.csv');
    const back = await file('csv', { from: LATER, to: THEN });
    expect(back.fileName).toMatch(/-2026-11-24T02-30-00Z-to-2026-11-24T01-30-00Z\.csv$/);
    const entry = await past.db.auditEntry.findFirst({
      where: { action: 'change.comparisonExported' },
      orderBy: { sequence: 'asc' },
    });
    expect(entry?.detail).toMatchObject({
      format: 'json',
      filter: 'fact=state',
      from: THEN.toISOString(),
      hosts: 5,
    });
  });

  it('separates by what a French spreadsheet takes', async () => {
    const text = (await readExport(file('csv', { lang: 'fr' }))).toString();
    expect(text.startsWith('\uFEFFid;hostname;fqdn;')).toBe(true);
  });
});
