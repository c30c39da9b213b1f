import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChangeFeed, ChangeList } from '@/lib/contracts/changes';
import { type ChangeQuery, defaultChangeQuery } from '@/lib/contracts/words/changes';
import { isAskedChange } from '@/lib/domain/change-filter';
import type { Role } from '@/lib/domain/roles';
import { pageOfChanges } from '@/lib/server/db/fleet/answers/changes';
import { questionDigest } from '@/lib/server/request/opaque-cursor';
import { allowReenroll } from '@/lib/server/services/host';
import { encodeCursor } from '@/lib/util/cursor-text';
import { PASSED } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { enrolledHost, enrolledHosts, type TestHost } from '@/test/support/ingest';
import { at, failingBy, node, usesPast } from '@/test/support/past';
import { countChanges, feedChanges, listChanges, recentChanges, summarizeChanges } from '.';
import { readChangeCursor, writeChangeCursor } from './cursor';
import { toChangeRow } from './internal';

const NOW = at(4);

const SECURE_BOOT = failingBy('SecureBootSettings');

const past = usesPast();

/** A fabric of 12: the first 8 are updated and turn between 02:14 and 02:26, one recovers; another fabric of 3 beside it. */
let night: TestHost[];
let elsewhere: TestHost[];
let fabrics: { par: string; lyo: string };
const TURNS = [14, 15, 17, 18, 21, 22, 24, 26];

beforeAll(async () => {
  night = await enrolledHosts(past.db, at(-1), 12);
  elsewhere = await enrolledHosts(past.db, at(-1), 3);
  fabrics = { par: await past.fabricOf(night[0]), lyo: await past.fabricOf(elsewhere[0]) };
  for (const [index, host] of night.entries())
    await past.say(host, at(1), {
      hgsClient: PASSED,
      host: node('2.17.0', index < 10 ? 'CL-PAR-03' : 'CL-PAR-04'),
    });
  for (const host of elsewhere)
    await past.say(host, at(1), { hgsClient: PASSED, host: node('2.17.0', 'CL-LYO-01') });
  for (const [index, minute] of TURNS.entries())
    await past.say(night[index], at(2, minute), {
      hgsClient: SECURE_BOOT,
      host: node('2.19.1', 'CL-PAR-03'),
    });
  for (const host of elsewhere)
    await past.say(host, at(2, 20), { hgsClient: SECURE_BOOT, host: node('2.17.0', 'CL-LYO-01') });
  await past.say(night[0], at(3), { hgsClient: PASSED, host: node('2.19.1', 'CL-PAR-03') });
});

const ctxOf = (own: string[] | 'all' = [fabrics.par], role: Role = 'viewer') =>
  tokenCtx(past.db, { fabrics: own, role, now: NOW });

const EVERYTHING = { fabrics: 'all', since: null, until: null, asOf: NOW, after: null, limit: 500 } as const;

const ask = (own: Partial<ChangeQuery> = {}): ChangeQuery => ({
  ...defaultChangeQuery(),
  limit: 500,
  ...own,
});
const kinds = (...include: NonNullable<ChangeQuery['filter']['kind']>['include']) => ({
  kind: { include, exclude: [] },
});

describe('listChanges', () => {
  it('tells the newest first, and of each what it was, what it became and why', async () => {
    const { changes, asOf } = await listChanges({ ctx: ctxOf(), input: ask() });
    expect(asOf).toBe(NOW.toISOString());
    expect(changes[0]).toMatchObject({
      kind: 'recovery',
      at: at(3).toISOString(),
      hostId: night[0]?.hostId,
      cluster: 'CL-PAR-03',
      from: 'InsecureHostConfiguration',
      to: 'Passed',
      fixed: ['SecureBootSettings'],
    });
    const times = changes.map((change) => change.at);
    expect(times).toEqual([...times].sort().reverse());
    expect(changes.filter(({ kind }) => kind === 'transition')).toHaveLength(8);
    expect(changes.filter(({ kind }) => kind === 'firmwareChanged')).toHaveLength(8);
    expect(changes.find(({ kind }) => kind === 'firmwareChanged')).toMatchObject({
      from: '2.17.0',
      to: '2.19.1',
    });
  });

  it('tells each once over its pages', async () => {
    const whole = await listChanges({ ctx: ctxOf('all'), input: ask() });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: ChangeList = await listChanges({ ctx: ctxOf('all'), input: ask({ limit: 7, cursor }) });
      seen.push(...page.changes.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(whole.changes.map(({ id }) => id));
  });

  it('narrows to kinds, fabrics and times', async () => {
    const transitions = await listChanges({ ctx: ctxOf('all'), input: ask({ filter: kinds('transition') }) });
    expect(transitions.changes).toHaveLength(11);
    const lyo = { include: [fabrics.lyo], exclude: [] };
    const there = await listChanges({
      ctx: ctxOf('all'),
      input: ask({ filter: { ...kinds('transition'), fabric: lyo } }),
    });
    expect(there.changes.map(({ cluster }) => cluster)).toEqual(['CL-LYO-01', 'CL-LYO-01', 'CL-LYO-01']);
    const within = ask({ since: at(2, 15), until: at(2, 18), filter: kinds('transition') });
    expect((await listChanges({ ctx: ctxOf(), input: within })).changes).toHaveLength(2);
    const then = await listChanges({
      ctx: ctxOf(),
      input: ask({ at: at(2, 17), filter: kinds('transition') }),
    });
    expect(then.changes).toHaveLength(3);
  });

  const words = (include: string[], exclude: string[] = []) => ({ include, exclude });
  it.each<ChangeQuery['filter']>([
    { cluster: words(['CL-PAR-03']) },
    { cluster: words([], ['CL-PAR-03', 'CL-LYO-01']) },
    { cluster: words(['CL-PAR-03', 'none'], ['CL-PAR-03']) },
    { cause: words(['SecureBootSettings']) },
    { cause: words(['BitLocker', 'a\0b']) },
    { cause: words([], ['SecureBootSettings']) },
    { q: words(['par-0']) },
    { q: words(['cl-lyo', '2.19']) },
    { q: words(['_', '%']) },
    { q: words(['CL-'], ['lyo']) },
    { cluster: words(['CL-PAR-03']), cause: words(['SecureBootSettings']), ...kinds('recovery') },
  ])('asks the database what the words of %j say', async (filter) => {
    const whole = await pageOfChanges(past.db, { ...EVERYTHING, filter: {} });
    const told = (change: (typeof whole)[number]) => ({ ...toChangeRow(change), search: change.search });
    const expected = whole.filter((change) => isAskedChange(filter, told(change))).map(({ id }) => id);
    const { changes } = await listChanges({ ctx: ctxOf('all'), input: ask({ filter }) });
    expect(changes.map(({ id }) => id)).toEqual(expected);
  });

  it('asks of the time before the moment that is asked for', async () => {
    const input = ask({ within: '24h', at: at(2, 17) });
    const day = await listChanges({ ctx: ctxOf('all'), input });
    const since = { within: null, since: new Date(at(2, 17).getTime() - 86_400_000) };
    expect(day.changes).toEqual(
      (await listChanges({ ctx: ctxOf('all'), input: { ...input, ...since } })).changes,
    );
    expect(day.changes.length).toBeGreaterThan(0);
    const later = { ...ctxOf('all'), now: at(26, 15) };
    const { changes } = await listChanges({
      ctx: later,
      input: ask({ within: '24h', filter: kinds('transition') }),
    });
    expect(changes.map((change) => change.at)).toEqual(
      [26, 24, 22, 21, 20, 20, 20, 18, 17, 15].map((minute) => at(2, minute).toISOString()),
    );
  });

  it('shows nothing of fabrics that are not the actor’s, and nothing of a fabric of no such name', async () => {
    const { changes } = await listChanges({ ctx: ctxOf([fabrics.lyo]), input: ask() });
    expect(new Set(changes.map(({ hostId }) => hostId))).toEqual(
      new Set(elsewhere.map(({ hostId }) => hostId)),
    );
    const other = { fabric: { include: ['no such', 'a\0b'], exclude: [] } };
    expect((await listChanges({ ctx: ctxOf(), input: ask({ filter: other }) })).changes).toEqual([]);
    expect((await listChanges({ ctx: ctxOf([]), input: ask() })).changes).toEqual([]);
  });

  it('goes on with a cursor whatever order the words are in, also one of an earlier version', async () => {
    const fabric = { include: ['no such'], exclude: [] };
    const [one, other] = [
      { fabric, ...kinds('recovery') },
      { ...kinds('recovery'), fabric },
    ];
    const place = { at: at(2), id: uuidv7() };
    const cursor = writeChangeCursor(ask({ filter: one }), place);
    expect(readChangeCursor(ask({ filter: other, cursor }))).toEqual(place);
    const digest = questionDigest('fabric=no+such&kind=recovery&since=2026-11-24T00%3A00%3A00.000Z');
    const before = encodeCursor([digest, place.at.getTime(), place.id]);
    const since = new Date('2026-11-24T00:00:00Z');
    expect(readChangeCursor(ask({ filter: one, since, cursor: before }))).toEqual(place);
  });

  it('refuses a cursor of another question, one that is none, and a time to come', async () => {
    const { nextCursor } = await listChanges({ ctx: ctxOf(), input: ask({ limit: 1 }) });
    const wrong = [ask({ cursor: nextCursor, filter: kinds('recovery') }), ask({ cursor: 'none' })];
    for (const input of wrong)
      await expect(listChanges({ ctx: ctxOf(), input })).rejects.toMatchObject({ pointer: 'cursor' });
    await expect(listChanges({ ctx: ctxOf(), input: ask({ at: at(5) }) })).rejects.toMatchObject({
      pointer: 'at',
    });
  });

  it('keeps of each entry the name that it was made under, whatever the host is called later', async () => {
    const host = await enrolledHost(past.db, at(0));
    const { fabricId } = await past.db.host.findUniqueOrThrow({ where: { id: host.hostId } });
    const names = async () => {
      const { changes } = await listChanges({ ctx: ctxOf([fabricId]), input: ask({ at: at(1, 59) }) });
      return changes.map(({ kind, hostname }) => [kind, hostname]);
    };
    await past.say(host, at(1), {});
    const ctx = { ...ctxOf([fabricId], 'administrator'), now: at(1, 30) };
    await allowReenroll({ ctx, input: { id: host.hostId } });
    const before = await names();
    expect(before).toEqual(
      ['reenrollAllowed', 'firstReport', 'enrolled'].map((kind) => [kind, host.hostname]),
    );
    await past.say(host, at(3), { host: { hostname: 'CALLED-OTHERWISE' } });
    expect(await names()).toEqual(before);
  });

  it('is for who may read', async () => {
    const ctx = { ...ctxOf(), actor: { kind: 'anonymous' } as const };
    await expect(listChanges({ ctx, input: ask() })).rejects.toMatchObject({ code: 'unauthorized' });
  });
});

describe('waves', () => {
  it('have one id for their hosts, whoever asks and however few are on a page', async () => {
    const input = ask({ filter: kinds('transition') });
    const { changes } = await listChanges({ ctx: ctxOf('all'), input });
    const ids = new Set(changes.map(({ waveId }) => waveId));
    expect(ids.size).toBe(2);
    const one = await listChanges({ ctx: ctxOf([fabrics.lyo]), input: { ...input, limit: 1 } });
    expect(ids).toContain(one.changes[0]?.waveId);
    const recovered = await listChanges({ ctx: ctxOf(), input: ask({ filter: kinds('recovery') }) });
    expect(recovered.changes[0]).not.toHaveProperty('waveId');
  });

  it('are one entry of the feed, with what their hosts share and what had been replaced on each', async () => {
    const { entries } = await feedChanges({ ctx: ctxOf(), input: ask({ filter: kinds('transition') }) });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      type: 'wave',
      wave: {
        hosts: 8,
        startedAt: at(2, 14).toISOString(),
        endedAt: at(2, 26).toISOString(),
        from: 'Passed',
        change: { to: 'InsecureHostConfiguration', gained: ['SecureBootSettings'] },
        shared: [
          { trait: 'firmware', value: '2.19.1', others: 0 },
          { trait: 'cluster', value: 'CL-PAR-03', others: 2 },
        ],
        precededBy: [{ kind: 'firmwareChanged', from: '2.17.0', to: '2.19.1' }],
        members: TURNS.map((minute, index) => ({
          hostId: night[index]?.hostId,
          at: at(2, minute).toISOString(),
        })),
      },
    });
  });

  it('tell what was replaced before on each of their hosts, which is no entry of its own then', async () => {
    const { entries } = await feedChanges({ ctx: ctxOf(), input: ask() });
    const kindsTold = entries.map((entry) =>
      entry.type === 'wave' ? entry.wave.change.kind : entry.change.kind,
    );
    expect(kindsTold).not.toContain('firmwareChanged');
    expect(kindsTold).toContain('transition');
    for (const filter of [kinds('firmwareChanged'), kinds('firmwareChanged', 'recovery')]) {
      const replaced = await feedChanges({ ctx: ctxOf(), input: ask({ filter }) });
      expect(replaced.entries.at(-1)).toMatchObject({
        wave: { hosts: 8, change: { kind: 'firmwareChanged' } },
      });
    }
    const recent = await recentChanges({ ctx: ctxOf(), input: { filter: {}, at: null } });
    const recentWaves = recent.entries.flatMap((entry) =>
      entry.type === 'wave' ? entry.wave.change.kind : [],
    );
    expect(recentWaves).toContain('transition');
    expect(recentWaves).not.toContain('firmwareChanged');
    // The wave of failures was told on the page before.
    const told: string[] = [];
    let cursor: string | null = null;
    do {
      const page: ChangeFeed = await feedChanges({ ctx: ctxOf(), input: ask({ limit: 1, cursor }) });
      for (const entry of page.entries)
        told.push(entry.type === 'wave' ? entry.wave.change.kind : entry.change.kind);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(told).toEqual(kindsTold);
  });

  it('are told whole where one of their hosts is asked for, and not where none is', async () => {
    const hostname = night[2]?.hostname ?? '';
    const one = { ...kinds('transition'), q: { include: [hostname], exclude: [] } };
    const { entries } = await feedChanges({ ctx: ctxOf('all'), input: ask({ filter: one }) });
    expect(entries).toMatchObject([{ type: 'wave', wave: { hosts: 8, change: { hostname } } }]);
    const none = { ...kinds('transition'), cluster: { include: ['CL-PAR-04'], exclude: [] } };
    expect((await feedChanges({ ctx: ctxOf('all'), input: ask({ filter: none }) })).entries).toEqual([]);
  });

  it('are told once over the pages of the feed, and nothing is left out', async () => {
    const told: string[] = [];
    const hosts: string[] = [];
    let cursor: string | null = null;
    do {
      const page: ChangeFeed = await feedChanges({ ctx: ctxOf('all'), input: ask({ limit: 1, cursor }) });
      for (const entry of page.entries) {
        told.push(entry.type === 'wave' ? entry.wave.id : entry.change.id);
        if (entry.type === 'wave') hosts.push(...entry.wave.members.map(() => entry.wave.id));
        else hosts.push(entry.change.id);
      }
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(new Set(told).size).toBe(told.length);
    const { changes } = await listChanges({ ctx: ctxOf('all'), input: ask() });
    // What had been replaced on the eight is told with their failures.
    expect(hosts).toHaveLength(changes.filter(({ kind }) => kind !== 'firmwareChanged').length);
  });
});

describe('countChanges', () => {
  it('counts what all pages of the list have, of one’s own fabrics', async () => {
    for (const own of [
      {},
      { filter: kinds('transition', 'recovery') },
      { until: at(2, 20) },
      { at: at(2) },
    ]) {
      const { changes } = await listChanges({ ctx: ctxOf(), input: ask(own) });
      const counted = await countChanges({ ctx: ctxOf(), input: ask(own) });
      expect(counted).toMatchObject({ total: changes.length, isMore: false });
      const { kind: _, ...ofAnyKind } = ask(own).filter;
      const { changes: all } = await listChanges({ ctx: ctxOf(), input: ask({ ...own, filter: ofAnyKind }) });
      const kindsOf = (kind: string) => all.filter((change) => change.kind === kind).length;
      const names = [...new Set(all.map(({ kind }) => kind))].sort();
      expect(counted.byKind).toEqual(names.map((kind) => ({ kind, count: kindsOf(kind) })));
    }
    expect((await countChanges({ ctx: ctxOf([]), input: ask() })).total).toBe(0);
  });
});

describe('summarizeChanges', () => {
  it('counts each host once, by what it was before and is after', async () => {
    const input = { filter: {}, within: null, since: null, until: null, at: at(3, 10) };
    const night24 = await summarizeChanges({ ctx: ctxOf(), input });
    expect(night24).toMatchObject({
      since: new Date(at(3, 10).getTime() - 86_400_000).toISOString(),
      asOf: at(3, 10).toISOString(),
      // All of them joined within that day, and passed at first.
      ...{ joined: 12, left: 0 },
      worse: { hosts: 7 },
      // Nothing was heard of four after 01:00, and the one that recovered had failed within the same day.
      ...{ silent: { hosts: 4 }, better: { hosts: 0 } },
      byCause: [{ cause: 'SecureBootSettings', hosts: 7 }],
      byHour: [{ from: at(2).toISOString(), worse: 7, silent: 4, better: 0 }],
    });
    expect(night24.byCluster).toMatchObject([
      { cluster: 'CL-PAR-03', worse: { hosts: 7 }, silent: { hosts: 2 } },
      { cluster: 'CL-PAR-04', worse: { hosts: 0 }, silent: { hosts: 2 } },
    ]);
    const since = await summarizeChanges({
      ctx: ctxOf(),
      input: { ...input, since: at(2, 50), at: at(3, 30) },
    });
    expect(since).toMatchObject({ worse: { hosts: 0 }, better: { hosts: 1 }, byCause: [] });
    await expect(
      summarizeChanges({ ctx: ctxOf(), input: { ...input, since: at(3), at: at(2) } }),
    ).resolves.toMatchObject({ worse: { hosts: 0 }, better: { hosts: 0 } });
  });

  const only = (value: string) => ({ include: [value], exclude: [] });
  it.each([
    [{ filter: { cluster: only('CL-PAR-03') } }, 7],
    [{ filter: { cluster: only('CL-PAR-04') } }, 0],
    [{ filter: { cluster: { include: [], exclude: ['CL-PAR-03'] } } }, 0],
    [{ filter: { cause: only('SecureBootSettings') } }, 7],
    [{ filter: { cause: only('BitLocker') } }, 0],
    [{ filter: { q: only('cl-par-03') } }, 7],
    [{ filter: { q: only('nobody') } }, 0],
    [{ until: at(2, 18) }, 3],
    [{ until: at(2, 16), within: '24h' as const }, 2],
    [{ since: at(1, 10), until: at(2, 23) }, 6],
    [{ within: '7d' as const }, 7],
  ])('counts the hosts of the changes that the list would show: %j', async (asked, hosts) => {
    const all = { filter: {}, within: null, since: null, until: null, at: at(3, 10) };
    const sums = await summarizeChanges({ ctx: ctxOf(), input: { ...all, ...asked } });
    expect(sums.worse.hosts).toBe(hosts);
    const worse = sums.byCluster.filter((cluster) => cluster.worse.hosts > 0);
    expect(worse.map(({ cluster }) => cluster)).toEqual(hosts === 0 ? [] : ['CL-PAR-03']);
  });

  it('counts a host that is asked for by what it was and is, also where another change made it so', async () => {
    const filter = { cause: only('SecureBootSettings'), q: only(night[0]?.hostname ?? '') };
    const input = { filter, within: null, since: null, until: at(2, 50), at: at(3, 10) };
    expect(await summarizeChanges({ ctx: ctxOf(), input })).toMatchObject({ worse: { hosts: 1 } });
    expect(await summarizeChanges({ ctx: ctxOf(), input: { ...input, until: null } })).toMatchObject({
      ...{ worse: { hosts: 0 }, better: { hosts: 0 } },
    });
  });
});
