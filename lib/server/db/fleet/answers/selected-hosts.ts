import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { withinScope } from '@/lib/server/db/fleet/filter/filter-sql';
import type { When } from '@/lib/server/db/fleet/point-in-time';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { fleetRows } from '@/lib/server/db/fleet/relation/fleet-rows';
import { answering, matchingHosts } from './matching-hosts';

const SELECTED = { id: 'text', fabricId: 'text' } as const;
const matching = rowsOf('selected hosts', SELECTED);
const named = rowsOf('named hosts', SELECTED);
export type SelectedHost = RowOf<typeof matching>;

/** Every matching host, by id, up to `limit`. */
export const selectMatching = (db: Db, question: FleetQuestion, limit: number): Promise<SelectedHost[]> =>
  answering(
    db,
    question,
    (prepared, view) =>
      matching(view)`SELECT id::text AS id, fabric_id::text AS "fabricId" FROM ${matchingHosts(prepared)}
        ORDER BY id LIMIT ${limit}::int`,
  );

/** Those of the named hosts that are in the fleet and in these fabrics. */
export const selectNamed = (
  db: Db,
  { when, fabrics }: { when: When; fabrics: FabricScope },
  ids: readonly string[],
): Promise<SelectedHost[]> =>
  named(db)`SELECT id::text AS id, fabric_id::text AS "fabricId" FROM (${fleetRows(when, ids)}) fleet
    WHERE ${withinScope(fabrics)} ORDER BY id`;
