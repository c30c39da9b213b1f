import { beforeAll, describe, expect, it } from 'vitest';
import { CHANGE_KINDS } from '@/lib/domain/change-kinds';
import { pageOfChanges } from '@/lib/server/db/fleet/answers/changes';
import { openAmong } from '@/lib/server/db/fleet/answers/open-waves';
import { clustersOfWaves, commonOfWaves, countWaves, idOfWave } from '@/lib/server/db/fleet/answers/waves';
import type { When } from '@/lib/server/db/fleet/point-in-time';
import { retireHost } from '@/lib/server/services/host';
import { PASSED, type SnapshotWords } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { enrolledHosts, type TestHost } from '@/test/support/ingest';
import { at, failingBy, holding, node, usesPast } from '@/test/support/past';
import { wavesByRule } from '@/test/support/wave-members';
import { feedChanges, getWave, listChanges, listWaves, recentChanges } from '.';
import { tellable } from './tell-waves';

const past = usesPast('console');

/** Six hosts with 1 to 6 VMs: four are updated and turn from 02:14 on, two stay; another two turn for BitLocker. */
let hosts: TestHost[];
let own: string;

const say = (index: number, when: Date, words: SnapshotWords) =>
  past.say(hosts[index], when, { ...holding(index + 1), ...words });

beforeAll(async () => {
  hosts = await enrolledHosts(past.db, at(-1), 8);
  own = await past.fabricOf(hosts[0]);
  for (const index of hosts.keys())
    await say(index, at(1, 50), { hgsClient: PASSED, host: node('2.17.0', index < 5 ? 'CL-3' : 'CL-4') });
  for (const [index, minute] of [14, 17, 21, 26].entries())
    await say(index, at(2, minute), {
      hgsClient: failingBy('SecureBootSettings'),
      host: node('2.19.1', 'CL-3'),
    });
  for (const index of [6, 7])
    await say(index, at(2, 30), { hgsClient: failingBy('BitLocker'), host: node('2.17.0', 'CL-4') });
});

const ctxOf = (now: Date, fabrics = [own]) => tokenCtx(past.db, { fabrics, role: 'viewer', now });

async function waveIdOf(host: number, now = at(2, 40)): Promise<string> {
  const { changes } = await listChanges({
    ctx: ctxOf(now),
    input: { filter: {}, within: null, since: null, until: null, at: null, limit: 500, cursor: null },
  });
  const change = changes.find(({ hostId, kind }) => hostId === hosts[host]?.hostId && kind === 'transition');
  return change?.waveId ?? '';
}

/** What the list of changes and the recent ones say of whether a wave is open. */
async function toldOpen(id: string, now: Date): Promise<(boolean | undefined)[]> {
  const ctx = ctxOf(now);
  const none = { within: null, since: null, until: null, limit: 500, cursor: null };
  const feed = await feedChanges({ ctx, input: { filter: {}, at: null, ...none } });
  const recent = await recentChanges({ ctx, input: { filter: {}, at: null } });
  return [feed, recent].map(
    ({ entries }) =>
      entries.flatMap((entry) => (entry.type === 'wave' && entry.wave.id === id ? entry.wave : []))[0]
        ?.isOpen,
  );
}

/** What the database says of all hosts of the wave of four, as it is asked about large waves. */
async function isOpenByDatabase(when: When): Promise<boolean> {
  const among = { fabrics: [own], filter: {}, kinds: CHANGE_KINDS, reasons: null, hosts: 4 };
  const spans = await countWaves(past.db, { ...among, from: at(2), to: at(2, 40), limit: 1 });
  return (await openAmong(past.db, { when, fabrics: [own], filter: {} }, spans)).has(0);
}

const ask = async (now: Date, asOf: Date | null = null) =>
  getWave({ ctx: ctxOf(now), input: { id: await waveIdOf(0), at: asOf } });

describe('a wave', () => {
  it('tells its hosts, what they share against the rest, and what was changed before', async () => {
    const found = await ask(at(2, 40));
    expect(found.wave).toMatchObject({
      hosts: 4,
      startedAt: at(2, 14).toISOString(),
      endedAt: at(2, 26).toISOString(),
    });
    expect(found).toMatchObject({ isWorse: true, rest: 4 });
    expect(found.progress).toEqual({
      failing: 4,
      silent: 0,
      regressed: 0,
      proven: 0,
      gone: 0,
      vmsBlocked: 10,
      vmsUnverified: 0,
      isOpen: true,
    });
    const [first, second] = found.facts;
    expect(first).toEqual({ fact: 'firmware', value: '2.19.1', wave: 4, rest: 0, difference: 100 });
    expect(second).toEqual({ fact: 'cluster', value: 'CL-3', wave: 4, rest: 1, difference: 75 });
    expect(found.facts.at(-1)?.difference).toBe(0);
    expect(found.before).toEqual([
      {
        kind: 'firmwareChanged',
        from: '2.17.0',
        to: '2.19.1',
        hosts: 4,
        startedAt: at(2, 14).toISOString(),
        endedAt: at(2, 26).toISOString(),
      },
    ]);
    expect(found.hosts.map(({ hostId }) => hostId)).toEqual(
      [3, 2, 1, 0].map((index) => hosts[index]?.hostId),
    );
    expect(found.hosts[0]).toMatchObject({ standing: 'failing', host: { shieldedVms: 4 } });
  });

  it('is as it was at an earlier time, and not there before it began', async () => {
    const id = await waveIdOf(0);
    const early = await ask(at(2, 40), at(2, 18));
    expect(early.wave.hosts).toBe(2);
    await expect(getWave({ ctx: ctxOf(at(2, 40)), input: { id, at: at(2, 13) } })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is nobody’s who does not see its fabric, and no other word is one', async () => {
    const id = await waveIdOf(0);
    const elsewhere = await enrolledHosts(past.db, at(1), 1);
    const fabricId = await past.fabricOf(elsewhere[0]);
    for (const [fabrics, word] of [
      [[fabricId], id],
      [[own], `${id}x`],
      [[own], 'zzzzzzzzzzz-1'],
      [[own], '-1'],
      [[own], ''],
    ] as const)
      await expect(
        getWave({ ctx: ctxOf(at(2, 40), [...fabrics]), input: { id: word, at: null } }),
      ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is proven by later snapshots alone, tells what came back, and closes', async () => {
    const good = { hgsClient: PASSED, host: node('2.19.1', 'CL-3') };
    const bad = { hgsClient: failingBy('SecureBootSettings'), host: node('2.19.1', 'CL-3') };
    await say(0, at(3), good);
    await say(1, at(3), good);
    await say(1, at(3, 10), bad);
    await say(2, at(3), bad);
    await say(3, at(3), bad);
    const later = await ask(at(3, 12));
    expect(later.progress).toMatchObject({ proven: 1, regressed: 1, failing: 2, vmsBlocked: 9 });
    // Asked for as of then, nothing was proven.
    expect((await ask(at(3, 12), at(2, 40))).progress).toMatchObject({ proven: 0, failing: 4 });
    expect(await toldOpen(later.wave.id, at(3, 12))).toEqual([true, true]);
    expect(await isOpenByDatabase({ live: at(3, 12) })).toBe(true);
    await say(2, at(3, 20), good);
    const ctx = tokenCtx(past.db, { fabrics: [own], now: at(3, 25) });
    await retireHost({ ctx, input: { id: hosts[3]?.hostId ?? '' } });
    expect((await ask(at(3, 26))).progress).toMatchObject({ proven: 2, regressed: 1, gone: 1, isOpen: true });
    expect(await isOpenByDatabase({ live: at(3, 26) })).toBe(true);
    await say(1, at(3, 27), good);
    const closed = await ask(at(3, 30));
    expect(closed.progress).toMatchObject({ proven: 3, gone: 1, isOpen: false, vmsBlocked: 0 });
    expect(await toldOpen(closed.wave.id, at(3, 30))).toEqual([false, false]);
    for (const when of [{ live: at(3, 30) }, { at: at(3, 30) }])
      expect(await isOpenByDatabase(when)).toBe(false);
    for (const time of [at(2, 40), at(3, 26)]) expect(await isOpenByDatabase({ at: time })).toBe(true);
    const list = await listWaves({ ctx: ctxOf(at(3, 30)), input: { filter: {}, host: null, at: null } });
    expect(list.waves.map(({ wave }) => wave.id)).not.toContain(closed.wave.id);
  });
});

describe('the list of open waves', () => {
  it('has those with most VMs blocked first, at any time', async () => {
    const open = await listWaves({ ctx: ctxOf(at(5)), input: { filter: {}, host: null, at: at(2, 40) } });
    expect(open.waves.map(({ wave, progress }) => [wave.id, progress.vmsBlocked])).toEqual([
      [await waveIdOf(6, at(5)), 15],
      [await waveIdOf(0, at(5)), 10],
    ]);
    const before = await listWaves({ ctx: ctxOf(at(5)), input: { filter: {}, host: null, at: at(2) } });
    expect(before.waves).toEqual([]);
    const filter = { fabric: { include: ['another'], exclude: [] } };
    expect(
      (await listWaves({ ctx: ctxOf(at(5)), input: { filter, host: null, at: at(2, 40) } })).waves,
    ).toEqual([]);
  });

  it('has of one host those in which it turned, and none of a host that is not seen', async () => {
    const wavesOf = async (host: string | undefined, ctx = ctxOf(at(5))) => {
      const input = { filter: {}, host: host ?? '', at: at(2, 40) };
      return (await listWaves({ ctx, input })).waves.map(({ wave }) => wave.id);
    };
    expect(await wavesOf(hosts[3]?.hostId)).toEqual([await waveIdOf(0, at(5))]);
    expect(await wavesOf(hosts[7]?.hostId)).toEqual([await waveIdOf(6, at(5))]);
    expect(await wavesOf(hosts[4]?.hostId)).toEqual([]);
    expect(await wavesOf('none')).toEqual([]);
    expect(await wavesOf(hosts[3]?.hostId, ctxOf(at(5), []))).toEqual([]);
  });
});

describe('waves that the database finds', () => {
  it('have the cluster that all of them had, as the rules have it', async () => {
    const span = { from: at(1), to: at(5) };
    const asked = { fabrics: [own], filter: {}, kinds: CHANGE_KINDS };
    const question = { fabrics: [own], filter: {}, since: span.from, until: null, asOf: span.to };
    const changes = await pageOfChanges(past.db, { ...question, after: null, limit: 500 });
    const ruled = new Map(wavesByRule(changes).map((wave) => [wave.id, tellable(wave).common]));
    const counted = await countWaves(past.db, { ...asked, ...span, reasons: null, hosts: 2, limit: 500 });
    const told = counted.map((wave) => ruled.get(idOfWave(wave)));
    expect(ruled.size).toBeGreaterThan(2);
    expect(told.length).toBe(ruled.size);
    const commons = await commonOfWaves(past.db, counted, { traits: true });
    expect(commons).toEqual(told.map((common, place) => ({ place, ...common })));
    expect(await clustersOfWaves(past.db, counted, asked)).toEqual(told.map((common) => common?.cluster));
    expect(new Set(commons.map(({ cluster }) => cluster))).toEqual(new Set(['CL-3', 'CL-4', null]));
    // Told without what nobody asks for.
    const traits = { cluster: null, model: null, firmware: null };
    expect(await commonOfWaves(past.db, counted, { traits: false })).toEqual(
      told.map((common, place) => ({ place, ...traits, from: common?.from })),
    );
  });
});
