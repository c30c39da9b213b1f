import { Prisma } from '@/lib/server/db/client';
import { isOneOf } from '@/lib/server/db/fleet/filter/filter-sql';

// `kindToRead` (lib/domain/changes.ts) in SQL, for a row `c` of changes.

const FAILS_BY_LESS = Prisma.sql`(c.detail->'gained' = '[]' AND jsonb_typeof(c.detail->'fixed') = 'array' AND c.detail->'fixed' <> '[]')`;

export const KIND_TO_READ = Prisma.sql`CASE WHEN c.kind = 'transition' AND ${FAILS_BY_LESS} THEN 'improvement' ELSE c.kind END`;

/**
 * Whether a change is shown as one of these kinds. The stored kind is tested first, because the planner knows
 * how rare it is.
 */
export function isOfKind(kinds: readonly string[]): Prisma.Sql {
  const kept = new Set(kinds.map((kind) => (kind === 'improvement' ? 'transition' : kind)));
  const isKept = isOneOf(Prisma.sql`c.kind`, [...kept]);
  const hasImprovements = kinds.includes('improvement');
  if (hasImprovements === kinds.includes('transition')) return isKept;
  const isMeant = hasImprovements ? Prisma.sql`IS TRUE` : Prisma.sql`IS NOT TRUE`;
  return Prisma.sql`(${isKept} AND (c.kind <> 'transition' OR ${FAILS_BY_LESS} ${isMeant}))`;
}
