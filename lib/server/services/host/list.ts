import { type AcknowledgedHost, HostList, type HostRow } from '@/lib/contracts/fleet';
import { ListHostsInput } from '@/lib/contracts/host-query';
import type { Verb } from '@/lib/server/context';
import { type Db, inOneView } from '@/lib/server/db/client';
import { acknowledgementsOf } from '@/lib/server/db/fleet/answers/acknowledgement';
import { pageOfHosts } from '@/lib/server/db/fleet/answers/host-list';
import { momentOf, type When } from '@/lib/server/db/fleet/point-in-time';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { pagesBeside } from '@/lib/server/request/pages-beside';
import { doersOf } from '@/lib/server/services/operator';
import { PAGE_OF_HOSTS } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { type Direction, type ListQuery, type Place, readCursor, writeCursor } from './cursor';
import { asOfText, fleetQuestion, toHostRow } from './internal';
import { matchingSelection } from './select';

/** One page of the hosts that a filter matches, and their total number. */
export const listHosts = verb({
  procedure: 'host.list',
  route: { at: 'GET /api/v1/hosts', words: PAGE_OF_HOSTS },
  summary: 'Lists the hosts that match a filter, page by page.',
  right: 'host.read',
  kind: 'query',
  heavy: true,
  input: ListHostsInput,
  output: HostList,
  work: async ({ ctx, input }) => {
    return input.digest
      ? inOneView(ctx.db, (db) => listPage({ ctx: { ...ctx, db }, input }))
      : listPage({ ctx, input });
  },
});

async function listPage({ ctx, input }: Verb<ListQuery>): Promise<HostList> {
  const fleet = await fleetQuestion(ctx, input);
  const { place, when } = readCursor(input, fleet.when);
  const question = { ...fleet, when };
  const { total, rows, hostsBefore, hasAfter, hasBefore } = await pageFrom(ctx.db, question, input, place);
  const cursorAt = (
    row: (typeof rows)[number] | undefined,
    direction: Direction,
    beforeThere: number | null,
  ) =>
    row
      ? writeCursor(input, when, { value: row.position, id: row.id, direction, hostsBefore: beforeThere })
      : null;
  const hosts = rows.map(toHostRow);
  return {
    asOf: asOfText(question),
    total,
    hostsBefore,
    ...(input.digest && { hostsDigest: (await matchingSelection(ctx.db, question)).digest }),
    hosts,
    acknowledgements: await acknowledgedAmong(ctx.db, hosts, when),
    nextCursor: hasAfter
      ? cursorAt(rows.at(-1), 'after', hostsBefore === null ? null : hostsBefore + rows.length)
      : null,
    previousCursor: hasBefore ? cursorAt(rows[0], 'before', hostsBefore) : null,
  };
}

/**
 * Who takes care of these hosts. A host under an exception may have somebody too; hosts with neither are not
 * looked up.
 */
async function acknowledgedAmong(db: Db, hosts: readonly HostRow[], when: When): Promise<AcknowledgedHost[]> {
  const ids = hosts.flatMap(({ id, exception }) =>
    exception === 'acknowledged' || exception === 'excepted' ? [id] : [],
  );
  if (ids.length === 0) return [];
  const found = await acknowledgementsOf(db, ids, momentOf(when));
  const doer = await doersOf(
    db,
    found.map(({ recordedBy }) => recordedBy),
  );
  return found.map(({ host, until, recordedBy }) => ({
    host,
    until: until?.toISOString() ?? null,
    by: doer(recordedBy),
  }));
}

/** The page that a cursor leads to. If fewer hosts than a page come before its row, it is the first page. */
async function pageFrom(db: Db, question: FleetQuestion, input: ListQuery, place: Place | null) {
  const isBackwards = place?.direction === 'before';
  // One more than asked for shows whether another page follows.
  const asked = { sorting: { ...input, isBackwards }, after: place, limit: input.limit + 1 };
  const { total, rows: found } = await pageOfHosts(db, question, asked);
  if (isBackwards && found.length < input.limit) return pageFrom(db, question, input, null);
  const rows = found.slice(0, input.limit);
  const towards = place && (isBackwards ? 'newer' : 'older');
  const { hasOlder, hasNewer } = pagesBeside(towards, found.length > input.limit);
  const ends = { hasAfter: hasOlder, hasBefore: hasNewer };
  const hostsBefore = countBefore({ total, place, shown: rows.length, ...ends });
  return { total, rows: isBackwards ? rows.reverse() : rows, hostsBefore, ...ends };
}

type Counted = { total: number; place: Place | null; shown: number; hasAfter: boolean; hasBefore: boolean };

/**
 * How many hosts come before a page: none before the first, all others before the last, and in between the
 * number counted on the way there. Hosts that came or went on pages already read are counted again at the
 * ends.
 */
function countBefore({ total, place, shown, hasAfter, hasBefore }: Counted): number | null {
  if (place === null || !hasBefore) return 0;
  if (!hasAfter) return total - shown;
  if (place.hostsBefore === null) return null;
  const before = place.direction === 'before' ? place.hostsBefore - shown : place.hostsBefore;
  return Math.max(0, Math.min(before, total - shown));
}
