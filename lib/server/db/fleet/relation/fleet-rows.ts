import { Prisma } from '@/lib/server/db/client';
import { ALL_COLUMNS, selected } from '@/lib/server/db/fleet/columns';
import type { When } from '@/lib/server/db/fleet/point-in-time';
import type { AskedHosts } from './asked-hosts';
import { decisions } from './decisions';
import { observedNow } from './observed-now';
import { observedThen } from './observed-then';

const JUDGED = selected(
  ALL_COLUMNS.filter(({ isDecided }) => !isDecided),
  ({ judged }) => judged,
);
const DECIDED = selected(
  ALL_COLUMNS.filter(({ isDecided }) => isDecided),
  ({ judged }) => judged,
);

/**
 * The fleet at a moment as one relation with the columns of columns.ts: the only code that knows where rows come
 * from. Asked for some hosts, it costs no more than these. What people decided is joined last, because it is judged against state and causes:
 * - compliance, the first that is true: unverified (Silent), compliant (Passed), excepted (every cause is
 *   covered by an exception in force), nonCompliant;
 * - exception: `excepted` is exactly that compliance, so that the count and the rows behind it are one set.
 *   A partly covered host is not excepted. A Passed host has nothing to explain and shows `none`; a Silent
 *   one shows an acknowledgement or an ended exception, since neither claims to cover its silence.
 */
export function fleetRows(when: When, hosts: AskedHosts = null): Prisma.Sql {
  const { covered, onceCovered, acknowledged } = decisions(when);
  const observed = 'at' in when ? observedThen(when.at, hosts) : observedNow(when.live, hosts);
  return Prisma.sql`
    SELECT d.*, ${DECIDED}
    FROM (${judgedRows(observed)}) d
    LEFT JOIN (${covered}) covered ON covered.host_id = d.id
    LEFT JOIN (${onceCovered}) once_covered ON once_covered.host_id = d.id
    LEFT JOIN (${acknowledged}) acknowledged ON acknowledged.host_id = d.id
    CROSS JOIN LATERAL (SELECT CASE
      WHEN d.state = 'Silent' THEN 'unverified'
      WHEN d.state = 'Passed' THEN 'compliant'
      WHEN cardinality(d.causes) > 0 AND d.causes <@ covered.causes THEN 'excepted'
      ELSE 'nonCompliant'
    END AS compliance) k`;
}

/**
 * Hosts as they were observed (observed-now.ts, observed-then.ts), joined to their profiles. `more` names
 * additional columns of `observed` with the alias b, which come first.
 */
export function judgedRows(observed: Prisma.Sql, more: Prisma.Sql = Prisma.empty): Prisma.Sql {
  return Prisma.sql`
    SELECT ${more} ${JUDGED}
    FROM (${observed}) b
    LEFT JOIN fabric f ON f.id = b.fabric_id
    LEFT JOIN host_profile p ON p.id = b.profile_id
    CROSS JOIN LATERAL (SELECT
      CASE WHEN b.reporting IN ('onTime', 'late') THEN coalesce(p.judged_state, 'Unknown') ELSE 'Silent' END AS state
    ) j`;
}
