import type { Db } from '@/lib/server/db/client';
import type { FleetRow } from '@/lib/server/db/fleet/columns';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { pageOfPrepared } from './host-list';
import { answering } from './matching-hosts';

const BY_NAME = { sort: 'hostname', order: 'asc' } as const;
/** An id before all others. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
/**
 * Assumed number of matches, which makes the planner walk the index of names: that is fastest for a few rows
 * of any fleet.
 */
const AS_OF_MANY = 1_000_000;

/** The first matching hosts whose lower-case names are this text or come after it. */
export const hostsFromName = (
  db: Db,
  question: FleetQuestion,
  { name, limit }: { name: string; limit: number },
): Promise<FleetRow[]> =>
  answering(db, question, (prepared, view) =>
    pageOfPrepared(view, prepared, {
      sorting: BY_NAME,
      after: { value: name.toLowerCase(), id: BEFORE_ALL },
      limit,
      total: AS_OF_MANY,
    }),
  );
