import type { SearchQuestion } from '@/lib/contracts/search';
import { type Action, mayDo } from '@/lib/domain/permissions';
import type { Ctx } from '@/lib/server/context';
import { type Db, unlessLong } from '@/lib/server/db/client';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';

/** What the search of each kind needs: the words, and the hosts among which they are searched. */
export type Asked = { ctx: Ctx; question: FleetQuestion; words: SearchQuestion };

export const may = ({ actor }: Ctx, action: Action): boolean =>
  actor.kind === 'system' || ('role' in actor && mayDo(actor.role, action));

/** One more name than is shown reveals whether there are more. */
export const oneMore = ({ words }: Asked): number => words.limit + 1;

/** The person is still typing, and hosts are not shown before this search ends. */
const LONGEST_MS = 1_000;

/**
 * Searches the changes of a month. The result is left out if that takes long, so that everything else is
 * still found.
 */
export async function inPast<Hit>({ ctx }: Asked, find: (view: Db) => Promise<Hit[]>): Promise<Hit[]> {
  return (await unlessLong(ctx.db, LONGEST_MS, find)) ?? [];
}
