import type { Selection, SelectionResult } from '@/lib/contracts/selection';
import type { Ctx } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { selectHosts } from './select';

/** Hosts of one transaction: other writers of the audit log wait for it. */
const HOSTS_AT_ONCE = 1_000;

const GONE = { hostname: null, code: 'not_found', message: 'This host has left the fleet' };

/**
 * Does the same to all selected hosts, each completely or not at all. A host that the work does not return
 * has left the fleet.
 */
export async function workOnSelected(
  ctx: Ctx,
  selection: Selection,
  work: (tx: Db, ids: readonly string[]) => Promise<SelectionResult>,
): Promise<SelectionResult> {
  const ids = (await selectHosts(ctx, selection)).map(({ id }) => id);
  const result: SelectionResult = { done: [], refused: [] };
  for (let start = 0; start < ids.length; start += HOSTS_AT_ONCE) {
    const some = ids.slice(start, start + HOSTS_AT_ONCE);
    const { done, refused } = await transact(ctx.db, (tx) => work(tx, some));
    const known = new Set([...done, ...refused.map(({ id }) => id)]);
    result.done.push(...done);
    result.refused.push(...refused, ...some.flatMap((id) => (known.has(id) ? [] : { id, ...GONE })));
  }
  return result;
}
