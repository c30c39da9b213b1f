import { describe, expect, it } from 'vitest';
import { defaultChangeQuery } from '@/lib/contracts/words/changes';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { enrolledHosts, type TestHost } from '@/test/support/ingest';
import { at, holding, usesPast } from '@/test/support/past';
import { feedChanges, listChanges } from '.';

const ASKED = { ...defaultChangeQuery(), limit: 500 };

const past = usesPast();

const ctx = (fabric: string) => tokenCtx(past.db, { fabrics: [fabric], role: 'viewer', now: at(4) });

describe('shielded VMs', () => {
  it('are told as the host held them then, of a wave in sum, and nowhere where no number is known', async () => {
    const [host, beside] = (await enrolledHosts(past.db, at(0), 2)) as [TestHost, TestHost];
    const fabricId = await past.fabricOf(host);
    for (const [one, total] of [[host, 3] as const, [beside, 4] as const]) {
      await past.say(one, at(1), { hgsClient: PASSED, ...holding(total) });
      await past.say(one, at(1, 10), { hgsClient: INSECURE, ...holding(total) });
    }
    await past.say(host, at(1, 20), { hgsClient: INSECURE, ...holding(9) });
    await past.say(host, at(1, 30), { hgsClient: PASSED, ...holding(9) });
    const { changes } = await listChanges({ ctx: ctx(fabricId), input: ASKED });
    const told = changes.flatMap(({ hostId, kind, vms }) => (vms ? [{ hostId, kind, vms }] : []));
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        { hostId: host.hostId, kind: 'recovery', vms: { count: 9, effect: 'freed' } },
        { hostId: host.hostId, kind: 'transition', vms: { count: 3, effect: 'blocked' } },
        { hostId: beside.hostId, kind: 'transition', vms: { count: 4, effect: 'blocked' } },
      ]),
    );
    const { entries } = await feedChanges({
      ctx: ctx(fabricId),
      input: { ...ASKED, filter: { kind: { include: ['transition'], exclude: [] } } },
    });
    expect(entries).toMatchObject([{ type: 'wave', wave: { vms: { count: 7, effect: 'blocked' } } }]);
  });
});
