import type { HostList } from '@/lib/contracts/fleet';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { inOneView } from '@/lib/server/db/client';
import { pageOfHosts } from '@/lib/server/db/fleet/answers/host-list';
import { type ListQuery, readCursor, writeCursor } from './cursor';
import { asOfText, fleetQuestion, toHostRow } from './internal';
import { matchingSelection } from './select';

/** One page of the hosts that a filter matches, and how many there are in all. */
export async function listHosts({ ctx, input }: Verb<ListQuery>): Promise<HostList> {
  authorize(ctx, 'host.read');
  return input.digest
    ? inOneView(ctx.db, (db) => listPage({ ctx: { ...ctx, db }, input }))
    : listPage({ ctx, input });
}

async function listPage({ ctx, input }: Verb<ListQuery>): Promise<HostList> {
  const fleet = await fleetQuestion(ctx, input);
  const { after, when } = readCursor(input, fleet.when);
  const question = { ...fleet, when };
  // One more than asked for tells whether another page follows.
  const asked = { sorting: input, after, limit: input.limit + 1 };
  const { total, rows } = await pageOfHosts(ctx.db, question, asked);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const isMore = rows.length > page.length && last !== undefined;
  return {
    asOf: asOfText(question),
    total,
    ...(input.digest && { hostsDigest: (await matchingSelection(ctx.db, question)).digest }),
    hosts: page.map(toHostRow),
    nextCursor: isMore ? writeCursor(input, when, { value: last.position, id: last.id }) : null,
  };
}
