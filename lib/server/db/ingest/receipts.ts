import { type RowOf, type RowReader, rowsOf } from '@/lib/server/db/checked-rows';

const counts = rowsOf('number of receipts', {
  hostId: 'text',
  receipts: 'number',
  shortestInterval: 'number',
});
type Counted = Omit<RowOf<typeof counts>, 'hostId'>;

/** How many receipts hosts have since a time, and the shortest interval that they were told since. */
export async function countReceipts(
  tx: RowReader,
  hostIds: readonly string[],
  since: Date,
): Promise<Map<string, Counted>> {
  const rows = await counts(tx)`
    SELECT host_id AS "hostId", count(*)::int AS receipts, min(told_interval) AS "shortestInterval" FROM snapshot_receipt
    WHERE host_id = ANY(${[...hostIds]}::uuid[]) AND received_at > ${since} GROUP BY 1`;
  return new Map(rows.map(({ hostId, ...counted }) => [hostId, counted]));
}
