import { dayOf } from '@/lib/domain/history';
import { Prisma } from '@/lib/server/db/client';
import { dayAt, timestamp } from '@/lib/server/db/fleet/point-in-time';
import { isOpenState, isOpenVms, stateColumns, vmsCoveredUntil } from '@/lib/server/db/ingest/open-segment';
import { DAY_MS } from '@/lib/util/durations';
import { type AskedHosts, isAskedHost } from './asked-hosts';

/**
 * After this part of a day nearly every host has a segment of that day; until then the previous day's
 * segments still count.
 */
const SETTLED_MS = 2 * 60 * 60_000;

const SEGMENT = { segment: Prisma.raw('g'), live: Prisma.raw('o') };
const STATE = stateColumns(SEGMENT);
const OPEN_STATE = isOpenState(SEGMENT);
const OPEN_VMS = isOpenVms(SEGMENT);
const VMS_COVERED_UNTIL = vmsCoveredUntil(SEGMENT);

const STATE_COLUMNS = Prisma.sql`g.host_id, g.from_at, ${STATE.confirmedAt} AS confirmed_at,
  ${STATE.coveredUntil} AS covered_until, g.faulty, g.profile_id, g.since, ${STATE.clockOffsetMs} AS clock_offset_ms`;

/** The moment, its midnight, and the earliest beginning of segments that may cover it. */
function boundsAround(moment: Date) {
  const midnight = dayOf(moment.getTime()) * DAY_MS;
  const sinceMs = moment.getTime() - midnight < SETTLED_MS ? midnight - DAY_MS : midnight;
  return {
    at: timestamp(moment),
    midnight: timestamp(new Date(midnight)),
    since: timestamp(new Date(sinceMs)),
    day: dayAt(new Date(midnight)),
  };
}

const isOf = (hosts: AskedHosts) => isAskedHost(Prisma.sql`g.host_id`, hosts);

/**
 * The hot rows of hosts whose newest segment began by then: for an old moment these are few, namely hosts
 * that have been silent since.
 */
const openStates = (
  at: Prisma.Sql,
) => Prisma.sql`(SELECT host_id, segment_from, last_observed_at, silent_after,
  last_rejected_at, clock_offset_ms, segment_late FROM host_live WHERE segment_from <= ${at})`;

const openVms = (at: Prisma.Sql) =>
  Prisma.sql`(SELECT host_id, vm_segment_from, silent_after FROM host_live WHERE vm_segment_from <= ${at})`;

/** The segments that cover the moment: at most one of each host, because segments do not overlap. */
export function vouchingStates(moment: Date, hosts: AskedHosts): Prisma.Sql {
  const { at, since } = boundsAround(moment);
  return Prisma.sql`SELECT ${STATE_COLUMNS} FROM state_segment g LEFT JOIN ${openStates(at)} o ON ${OPEN_STATE}
    WHERE g.from_at >= ${since} AND g.from_at <= ${at} AND ${isOf(hosts)} AND ${STATE.coveredUntil} > ${at}`;
}

export function vouchingVms(moment: Date, hosts: AskedHosts): Prisma.Sql {
  const { at, since } = boundsAround(moment);
  return Prisma.sql`SELECT g.host_id, g.total FROM vm_segment g LEFT JOIN ${openVms(at)} o ON ${OPEN_VMS}
    WHERE g.from_at >= ${since} AND g.from_at <= ${at} AND ${isOf(hosts)} AND ${VMS_COVERED_UNTIL} > ${at}`;
}

/** A look-up for single hosts with a condition: if it does not hold, nothing is read. */
type Gate = { host: Prisma.Sql; isAsked: Prisma.Sql };

/** A host's newest segment of the day itself, even if it has ended. */
export function newestStateOfDay(moment: Date, { host, isAsked }: Gate): Prisma.Sql {
  const { at, midnight } = boundsAround(moment);
  return Prisma.sql`SELECT ${STATE_COLUMNS} FROM state_segment g LEFT JOIN host_live o ON ${OPEN_STATE}
    WHERE ${isAsked} AND g.host_id = ${host} AND g.from_at >= ${midnight} AND g.from_at <= ${at}
    ORDER BY g.from_at DESC LIMIT 1`;
}

export function newestVmsOfDay(moment: Date, { host, isAsked }: Gate): Prisma.Sql {
  const { at, midnight } = boundsAround(moment);
  return Prisma.sql`SELECT g.host_id, g.total FROM vm_segment g
    WHERE ${isAsked} AND g.host_id = ${host} AND g.from_at >= ${midnight} AND g.from_at <= ${at}
    ORDER BY g.from_at DESC LIMIT 1`;
}

/** The last stored snapshot of the day of a host that is faulty. */
export function lastStoredOfDay(moment: Date, { host, isAsked }: Gate): Prisma.Sql {
  const { at, midnight } = boundsAround(moment);
  return Prisma.sql`SELECT g.confirmed_at FROM state_segment g
    WHERE ${isAsked} AND g.host_id = ${host} AND NOT g.faulty AND g.from_at >= ${midnight} AND g.from_at <= ${at}
    ORDER BY g.from_at DESC LIMIT 1`;
}

/**
 * What was known about a host at the preceding midnight. Its checkpoint only saves time: if the day has none
 * yet, or late evidence removed it, the host's segments give the same answer.
 */
export function knownAtMidnight(moment: Date, { host, isAsked }: Gate): Prisma.Sql {
  const { midnight, day } = boundsAround(moment);
  const checkpoint = Prisma.sql`host_checkpoint k WHERE k.day = ${day} AND k.host_id = ${host}
    AND (SELECT published FROM history_day WHERE history_day.day = ${day})`;
  const columns = (alias: string) =>
    Prisma.raw(
      ['from_at', 'confirmed_at', 'covered_until', 'faulty', 'profile_id', 'since', 'clock_offset_ms']
        .concat('attested_at', 'vms_total')
        .map((column) => `${alias}.${column}`)
        .join(', '),
    );
  return Prisma.sql`(SELECT ${columns('k')} FROM ${checkpoint} AND ${isAsked})
    UNION ALL
    (SELECT ${columns('c')} FROM gf_checkpoint_of(${host}, ${midnight}) c
      WHERE ${isAsked} AND NOT EXISTS (SELECT FROM ${checkpoint}))`;
}
