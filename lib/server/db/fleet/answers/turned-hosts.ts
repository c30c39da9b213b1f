import type { TurnedHost } from '@/lib/domain/change-summary';
import type { FilterValues, HostFilter } from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, inOneView, Prisma } from '@/lib/server/db/client';
import { all, chosen } from '@/lib/server/db/fleet/filter/filter-sql';
import { momentOf, timestamp, type When } from '@/lib/server/db/fleet/point-in-time';
import { matchingHosts, prepare } from './matching-hosts';

const rows = rowsOf<Omit<TurnedHost, 'causes'> & { causes: string[] }>('hosts that turned one by one', {
  fabric: 'text',
  cluster: 'text',
  at: 'time',
  isNew: 'boolean',
  from: 'text',
  to: 'text',
  causes: 'texts',
  shieldedVms: 'number',
});

type Question = {
  fabrics: FabricScope;
  /** What the hosts were asked for by at both times. */
  filter: Pick<HostFilter, 'fabric' | 'cluster' | 'q'>;
  /** What they failed by at one of them. */
  cause?: FilterValues | undefined;
  before: When;
  after: When;
};

const isPassed = (state: Prisma.Sql) => Prisma.sql`${state} IS NOT DISTINCT FROM 'Passed'`;

/** What a host that joined was at first, as far as that was within the time. */
const firstState = (since: Date) => Prisma.sql`(SELECT c.detail->>'to' FROM change c
  WHERE c.host_id = a.id AND c.kind = 'firstReport' AND c.superseded_at IS NULL AND c.at > ${timestamp(since)} ORDER BY c.at LIMIT 1)`;

const candidates = rowsOf<{ id: string }>('hosts that may have turned', { id: 'text' });

/**
 * The only hosts that can have turned: those whose state began within the time, and those that joined, left or moved. All others are
 * what they were: a host that is not able may have been silent in between, and was not able before either. Of the filter the
 * fabric alone narrows them, since a host may have had another name or cluster before.
 */
async function mayHaveTurned(view: Db, { fabrics, filter, before, after }: Question): Promise<string[]> {
  const since = timestamp(momentOf(before));
  const { fabric } = filter;
  const now = { fabrics, when: after, filter: fabric ? { fabric } : {} };
  const found = await candidates(view)`
    SELECT id::text AS id FROM (SELECT * FROM ${matchingHosts(await prepare(view, now))}) a WHERE a.since > ${since}
    UNION SELECT host_id::text FROM host_assignment WHERE valid_from > ${since}
    UNION SELECT host_id::text FROM change
      WHERE kind IN ('clusterChanged', 'renamed') AND at > ${since} AND superseded_at IS NULL
    UNION SELECT id::text FROM host WHERE retired_at > ${since}`;
  return found.map(({ id }) => id);
}

/**
 * The hosts that began or stopped to be able between two times, each with what it was at the first and is at the second. Out of
 * the same rows as the figures of the fleet at both times and not out of changes: a host may be silent or refused without one,
 * and what a change says may be over.
 */
export function turnedHosts(db: Db, question: Question): Promise<TurnedHost[]> {
  const { fabrics, filter, cause, before, after } = question;
  const asked = cause ? chosen(cause, (causes) => Prisma.sql`failed && ${[...causes]}::text[]`) : [];
  return inOneView(db, async (view) => {
    const hosts = await mayHaveTurned(view, question);
    if (hosts.length === 0) return [];
    const [was, is] = [
      await prepare(view, { fabrics, filter, when: before, hosts }),
      await prepare(view, { fabrics, filter, when: after, hosts }),
    ];
    return rows(view)`
      SELECT fabric, cluster, at, is_new AS "isNew", "from", "to", causes, "shieldedVms" FROM (
        SELECT coalesce(a.fabric, b.fabric) AS fabric, coalesce(a.cluster, b.cluster) AS cluster, coalesce(a.since, b.since) AS at,
          b.id IS NULL AS is_new, CASE WHEN b.id IS NULL THEN ${firstState(momentOf(before))} ELSE b.state END AS "from",
          a.state AS "to", coalesce(a.causes, '{}') AS causes, coalesce(a.causes, '{}') || coalesce(b.causes, '{}') AS failed,
          a.shielded_vms AS "shieldedVms"
        FROM (SELECT * FROM ${matchingHosts(was)}) b FULL JOIN (SELECT * FROM ${matchingHosts(is)}) a ON a.id = b.id
        WHERE b.id IS NULL OR (${isPassed(Prisma.sql`a.state`)}) <> (${isPassed(Prisma.sql`b.state`)})) turned
      WHERE ((${isPassed(Prisma.sql`"from"`)}) OR (${isPassed(Prisma.sql`"to"`)})) AND ${all(asked)}`;
  });
}
