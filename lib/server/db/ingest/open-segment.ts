import { Prisma } from '@/lib/server/db/client';

/**
 * A host's newest segment is written when it opens and when it closes. In between only its hot row says how
 * far it reaches, so that an unchanged snapshot writes no history. Every reader of segments joins the hot row
 * and uses these columns; they agree with `currentSegment` of ingest.
 */
type Alias = { segment: Prisma.Sql; live: Prisma.Sql };

/** `segment` and `live` are the aliases of state_segment and of the joined hot rows. */
export function isOpenState({ segment, live }: Alias): Prisma.Sql {
  return Prisma.sql`${live}.host_id = ${segment}.host_id AND ${live}.segment_from = ${segment}.from_at`;
}

export function isOpenVms({ segment, live }: Alias): Prisma.Sql {
  return Prisma.sql`${live}.host_id = ${segment}.host_id AND ${live}.vm_segment_from = ${segment}.from_at`;
}

/** The columns of a state segment, which its hot row overrides while it is open (`live` left joined). */
export function stateColumns({ segment, live }: Alias) {
  const unlessOpen = (stored: Prisma.Sql, open: Prisma.Sql) =>
    Prisma.sql`CASE WHEN ${live}.host_id IS NULL THEN ${stored} ELSE ${open} END`;
  return {
    confirmedAt: unlessOpen(
      Prisma.sql`${segment}.confirmed_at`,
      Prisma.sql`coalesce(CASE WHEN ${segment}.faulty THEN ${live}.last_rejected_at ELSE ${live}.last_observed_at END, ${segment}.from_at)`,
    ),
    coveredUntil: unlessOpen(
      Prisma.sql`${segment}.covered_until`,
      Prisma.sql`CASE WHEN ${segment}.faulty THEN 'infinity' ELSE coalesce(${live}.silent_after, ${segment}.from_at) END`,
    ),
    clockOffsetMs: unlessOpen(Prisma.sql`${segment}.clock_offset_ms`, Prisma.sql`${live}.clock_offset_ms`),
    lateEvidence: unlessOpen(Prisma.sql`${segment}.late_evidence`, Prisma.sql`${live}.segment_late`),
  };
}

export function vmsCoveredUntil({ segment, live }: Alias): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${live}.host_id IS NULL THEN ${segment}.covered_until
    ELSE coalesce(${live}.silent_after, ${segment}.from_at) END`;
}
