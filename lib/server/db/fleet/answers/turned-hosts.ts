import type { TurnedHost } from '@/lib/domain/change-summary';
import type { FilterValues, HostFilter } from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, inOneView, Prisma } from '@/lib/server/db/client';
import { all, chosen, conditionOf, withinScope } from '@/lib/server/db/fleet/filter/filter-sql';
import { momentOf, timestamp, type When } from '@/lib/server/db/fleet/point-in-time';
import { changeRelation } from './changes';
import { matchingHosts, prepare } from './matching-hosts';

const rows = rowsOf('hosts that turned one by one', {
  fabric: 'text',
  cluster: 'text?',
  at: 'time',
  isNew: 'boolean',
  from: 'text?',
  to: 'text?',
  causes: 'texts',
  shieldedVms: 'number?',
});

type Question = {
  fabrics: FabricScope;
  filter: Pick<HostFilter, 'fabric' | 'cluster' | 'q'>;
  /** A cause that the hosts had at one of the two times. */
  cause?: FilterValues | undefined;
  before: When;
  after: When;
};

const isPassed = (state: Prisma.Sql) => Prisma.sql`${state} IS NOT DISTINCT FROM 'Passed'`;

/** The first state of a host that joined, if that was within the time and in visible fabrics. */
const firstState = ({ fabrics, before }: Question) =>
  Prisma.sql`(SELECT detail->>'to' FROM ${changeRelation(
    Prisma.sql`c.host_id = a.id AND c.kind = 'firstReport' AND c.at > ${timestamp(momentOf(before))}`,
  )} WHERE ${withinScope(fabrics)} ORDER BY at LIMIT 1)`;

const candidates = rowsOf('hosts that may have turned', { id: 'text' });

/** The fleet by fabrics only: a host that changes its cluster or its name neither joins nor leaves. */
const fleetOf = ({ fabrics, filter: { fabric } }: Question) => ({
  fabrics,
  filter: fabric ? { fabric } : {},
});

/**
 * The only hosts that can have turned: those whose state began within the time, and those that joined, left
 * or moved. All others are unchanged: a host that is not able may have been silent in between, but was not
 * able before either.
 */
async function mayHaveTurned(view: Db, question: Question): Promise<string[]> {
  const [since, end] = [question.before, question.after].map((when) => timestamp(momentOf(when)));
  const now = await prepare(view, { ...fleetOf(question), when: question.after });
  const found = await candidates(view)`
    SELECT id::text AS id FROM (SELECT * FROM ${matchingHosts(now)}) a WHERE a.since > ${since}
    UNION SELECT host_id::text FROM host_assignment WHERE valid_from > ${since} AND valid_from <= ${end}
    UNION SELECT id::text FROM host WHERE retired_at > ${since} AND retired_at <= ${end}`;
  return found.map(({ id }) => id);
}

/**
 * The hosts that became able or stopped being able between two times, with their state at both. They come
 * from the same rows as the figures of the fleet at both times instead of from changes: a host may be silent
 * or refused without a change, and a change may no longer hold. Clusters and text match the host at either
 * time.
 */
export function turnedHosts(db: Db, question: Question): Promise<TurnedHost[]> {
  const { filter, cause, before, after } = question;
  const isAsked = all([conditionOf(filter, 'cluster'), conditionOf(filter, 'q')]);
  const failedBy = cause ? chosen(cause, (causes) => Prisma.sql`failed && ${[...causes]}::text[]`) : [];
  return inOneView(db, async (view) => {
    const hosts = await mayHaveTurned(view, question);
    if (hosts.length === 0) return [];
    const [was, is] = [
      await prepare(view, { ...fleetOf(question), when: before, hosts }),
      await prepare(view, { ...fleetOf(question), when: after, hosts }),
    ];
    return rows(view)`
      SELECT fabric, cluster, at, is_new AS "isNew", "from", "to", causes, "shieldedVms" FROM (
        SELECT coalesce(a.fabric, b.fabric) AS fabric, coalesce(a.cluster, b.cluster) AS cluster, coalesce(a.since, b.since) AS at,
          b.id IS NULL AS is_new, CASE WHEN b.id IS NULL THEN ${firstState(question)} ELSE b.state END AS "from",
          a.state AS "to", coalesce(a.causes, '{}') AS causes, coalesce(a.causes, '{}') || coalesce(b.causes, '{}') AS failed,
          a.shielded_vms AS "shieldedVms"
        FROM (SELECT *, ${isAsked} AS is_asked FROM ${matchingHosts(was)}) b
        FULL JOIN (SELECT *, ${isAsked} AS is_asked FROM ${matchingHosts(is)}) a ON a.id = b.id
        WHERE (a.is_asked IS TRUE OR b.is_asked IS TRUE)
          AND (b.id IS NULL OR (${isPassed(Prisma.sql`a.state`)}) <> (${isPassed(Prisma.sql`b.state`)}))) turned
      WHERE ${all([Prisma.sql`((${isPassed(Prisma.sql`"from"`)}) OR (${isPassed(Prisma.sql`"to"`)}))`, ...failedBy])}`;
  });
}
