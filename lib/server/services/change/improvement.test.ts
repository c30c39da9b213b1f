import { beforeAll, describe, expect, it } from 'vitest';
import { defaultChangeQuery } from '@/lib/contracts/words/changes';
import type { ChangeKind } from '@/lib/domain/change-kinds';
import type { FilterValues } from '@/lib/domain/host-filter';
import { hostTimeline } from '@/lib/server/services/history';
import { tokenCtx } from '@/test/support/callers';
import { enrolledHosts, type TestHost } from '@/test/support/ingest';
import { at, failingBy, holding, usesPast } from '@/test/support/past';
import { changesSince, countChanges, feedChanges, listChanges, listWaves, recentChanges } from '.';

const past = usesPast();

/** Three fail two checks at once, and an hour later one of these, still together; a fourth then fails another one instead. */
describe('hosts that fail by less than before', () => {
  let hosts: TestHost[];
  let fabric: string;
  const ctx = () => tokenCtx(past.db, { fabrics: [fabric], role: 'viewer', now: at(3) });
  const input = (kind?: FilterValues<ChangeKind>) => ({
    ...defaultChangeQuery(),
    limit: 500,
    filter: kind === undefined ? {} : { kind },
  });
  const kindsTold = async (kind?: FilterValues<ChangeKind>) => {
    const { changes } = await listChanges({ ctx: ctx(), input: input(kind) });
    return changes.map((change) => change.kind).filter((told) => told !== 'firstReport');
  };
  const only = (...include: ChangeKind[]) => ({ include, exclude: [] });

  beforeAll(async () => {
    hosts = await enrolledHosts(past.db, at(0), 4);
    fabric = await past.fabricOf(hosts[0]);
    const both = failingBy('SecureBootSettings, BitLocker');
    for (const [index, host] of hosts.entries())
      await past.say(host, at(1, index), { hgsClient: both, ...holding(3) });
    for (const [index, host] of hosts.entries()) {
      const hgsClient = failingBy(index < 3 ? 'BitLocker' : 'BitLocker, PagefileEncryption');
      await past.say(host, at(2, index), { hgsClient, ...holding(3) });
    }
  });

  it('are told as improved, and asked for and counted by that', async () => {
    const improvements = ['improvement', 'improvement', 'improvement'];
    expect(await kindsTold()).toEqual(['transition', ...improvements]);
    expect(await kindsTold(only('improvement', 'recovery'))).toEqual(improvements);
    expect(await kindsTold(only('transition', 'regression'))).toEqual(['transition']);
    expect(await kindsTold({ include: [], exclude: ['transition'] })).toEqual(improvements);
    expect(await kindsTold({ include: [], exclude: ['improvement'] })).toEqual(['transition']);
    expect(await kindsTold(only('transition', 'improvement'))).toHaveLength(4);
    const { byKind } = await countChanges({ ctx: ctx(), input: input() });
    expect(byKind).toEqual(
      expect.arrayContaining([
        { kind: 'improvement', count: 3 },
        { kind: 'transition', count: 1 },
      ]),
    );
    const period = { id: hosts[0]?.hostId ?? '', from: null, to: null, at: null };
    const timeline = await hostTimeline({ ctx: ctx(), input: period });
    expect(timeline.events.map(({ kind }) => kind)).toContain('improvement');
  });

  it('are one wave, and none of those that stopped being able', async () => {
    const wave = {
      type: 'wave',
      wave: { hosts: 3, change: { kind: 'improvement', fixed: ['SecureBootSettings'] } },
    };
    const { entries } = await feedChanges({ ctx: ctx(), input: input(only('improvement')) });
    expect(entries).toMatchObject([wave]);
    expect(entries[0]).not.toHaveProperty('wave.isOpen');
    expect(entries[0]).not.toHaveProperty('wave.vms');
    const recent = await recentChanges({ ctx: ctx(), input: { filter: {}, at: null } });
    expect(recent.entries).toContainEqual(expect.objectContaining({ type: 'wave' }));
    const { waves } = await changesSince({ ctx: ctx(), input: { filter: {}, since: at(0, 30) } });
    expect(waves).toEqual([]);
    for (const host of [null, hosts[0]?.hostId ?? '']) {
      const open = await listWaves({ ctx: ctx(), input: { filter: {}, at: null, host } });
      expect(open.waves).toEqual([]);
    }
  });
});
