import type { HostList } from '@/lib/contracts/fleet';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { countHosts, pageOfHosts } from '@/lib/server/db/fleet/host-rows';
import { answering } from '@/lib/server/db/fleet/question';
import { type ListQuery, readCursor, writeCursor } from './cursor';
import { asOfText, questionOf, toHostRow } from './internal';

/** One page of the hosts that a filter matches, and how many there are in all. */
export async function listHosts({ ctx, input }: Verb<ListQuery>): Promise<HostList> {
  authorize(ctx, 'host.read');
  const asked = await questionOf(ctx, input);
  const { after, when } = readCursor(input, asked.when);
  const question = { ...asked, when };
  const { total, found } = await answering(ctx.db, question, async (prepared, view) => {
    // First: how many there are says how to find the page soonest.
    const hosts = await countHosts(view, prepared);
    // One more than asked for tells whether another page follows.
    const paging = { sorting: input, after, limit: input.limit + 1, total: hosts };
    return { total: hosts, found: await pageOfHosts(view, prepared, paging) };
  });
  const page = found.slice(0, input.limit);
  const last = page.at(-1);
  const goesOn = found.length > page.length && last !== undefined;
  return {
    asOf: asOfText(question),
    total,
    hosts: page.map(toHostRow),
    nextCursor: goesOn ? writeCursor(input, when, { value: last.position, id: last.id }) : null,
  };
}
