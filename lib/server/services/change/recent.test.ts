import { beforeAll, describe, expect, it } from 'vitest';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { enrolledHosts, type TestHost } from '@/test/support/ingest';
import { at, failingBy, usesPast } from '@/test/support/past';
import { recentChanges } from '.';

const past = usesPast();

/** One fabric has a wave of four, eight hosts that each fail by something of their own after it, and one that never settles. */
describe('recent changes', () => {
  let hosts: TestHost[];
  let fabric: string;
  const ask = async (now: Date, when: Date | null = null) =>
    recentChanges({
      ctx: tokenCtx(past.db, { fabrics: [fabric], now }),
      input: { filter: {}, at: when },
    });

  const WAVE = expect.objectContaining({
    wave: expect.objectContaining({ hosts: 4, change: expect.objectContaining({ kind: 'transition' }) }),
  });

  beforeAll(async () => {
    hosts = await enrolledHosts(past.db, at(-3), 13);
    fabric = await past.fabricOf(hosts[0]);
    const say = (host: TestHost | undefined, when: Date, hgsClient: object) =>
      past.say(host, when, { hgsClient });
    for (const host of hosts) await say(host, at(-2), PASSED);
    for (const [index, host] of hosts.slice(0, 4).entries()) await say(host, at(2, index), INSECURE);
    for (const [index, host] of hosts.slice(4, 12).entries())
      await say(host, at(5 + index), failingBy(`OwnCheck${index}`));
    for (let turn = 0; turn < 20; turn += 1)
      await say(hosts[12], at(13, turn), turn % 2 === 0 ? failingBy('Iommu') : PASSED);
  });

  it('keep a wave however much of single hosts came after it, and tell a host that does not settle once', async () => {
    const { entries } = await ask(at(14));
    expect(entries).toHaveLength(7);
    expect(entries).toContainEqual(WAVE);
    // It passes at the moment.
    expect(entries[0]).toMatchObject({
      change: { hostId: hosts[12]?.hostId, kind: 'recovery' },
      // It was silent as well.
      switches: { count: 21, since: at(-1).toISOString() },
    });
    const { entries: before } = await ask(at(14), at(13, 18));
    expect(before[0]).toMatchObject({ change: { kind: 'regression' }, switches: { count: 20 } });
    expect(before).toContainEqual(WAVE);
  });

  it('have what is a host’s own beside its wave', async () => {
    const [first] = hosts;
    if (first === undefined) throw new Error('no host');
    const when = at(2, 40);
    await past.say(first, when, { hgsClient: INSECURE, host: { cluster: 'CL-ELSEWHERE' } });
    const { entries } = await ask(at(2, 50));
    expect(entries).toContainEqual(WAVE);
    const own = entries.filter((entry) => entry.type === 'change' && entry.change.hostId === first.hostId);
    expect(own).toMatchObject([{ change: { kind: 'clusterChanged' } }]);
  });

  it('are of the last day, and of what was before where that had less', async () => {
    const { entries } = await ask(at(36));
    const told = entries.map((entry) => (entry.type === 'wave' ? 'wave' : entry.change.hostId));
    expect(told[0]).toBe(hosts[12]?.hostId);
    expect(new Set(told).size).toBe(7);
    const times = entries.map((entry) => (entry.type === 'wave' ? entry.wave.endedAt : entry.change.at));
    expect(times).toEqual([...times].sort().reverse());
  });

  it('are nothing of fabrics that are not the actor’s', async () => {
    const ctx = tokenCtx(past.db, { fabrics: [], now: at(14) });
    expect((await recentChanges({ ctx, input: { filter: {}, at: null } })).entries).toEqual([]);
  });
});
