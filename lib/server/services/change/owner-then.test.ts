import { expect, it } from 'vitest';
import { defaultChangeQuery } from '@/lib/contracts/words/changes';
import { setOwner } from '@/lib/server/services/host';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { systemCtx, tokenCtx } from '@/test/support/callers';
import { enrolledHosts } from '@/test/support/ingest';
import { at, usesPast } from '@/test/support/past';
import { listChanges, summarizeChanges } from '.';

const past = usesPast();

it('finds a host by whose it was at its change, in the list as in the summary', async () => {
  const [host, other] = await enrolledHosts(past.db, at(-1), 2);
  for (const one of [host, other]) {
    await past.say(one, at(1), { hgsClient: PASSED });
    await past.say(one, at(2), { hgsClient: INSECURE });
  }
  const hosts = [host?.hostId ?? ''];
  const owned = (owner: string, since: Date) =>
    setOwner({ ctx: systemCtx(past.db, since), input: { hosts, owner } });
  await owned('Équipe Nuit', at(0));
  await owned('Someone', at(3));

  const ctx = tokenCtx(past.db, { fabrics: [await past.fabricOf(host)], now: at(4) });
  const found = async (text: string, until: Date) => {
    const filter = { q: { include: [text], exclude: [] } };
    const input = { ...defaultChangeQuery(), filter, until };
    const { changes } = await listChanges({ ctx, input: { ...input, since: at(1, 30) } });
    const { worse } = await summarizeChanges({ ctx, input: { ...input, since: at(1, 30) } });
    return { list: changes.map(({ hostId }) => hostId), summary: worse.hosts };
  };
  expect(await found('équipe NUIT', at(2, 30))).toEqual({ list: hosts, summary: 1 });
  expect(await found('someone', at(2, 30))).toEqual({ list: [], summary: 0 });
});
