import type { SearchQuestion } from '@/lib/contracts/search';
import { type Action, mayDo } from '@/lib/domain/permissions';
import type { Ctx } from '@/lib/server/context';
import { type Db, unlessLong } from '@/lib/server/db/client';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';

/** What each kind is looked for by: the words, and the hosts that they are looked for among. */
export type Asked = { ctx: Ctx; question: FleetQuestion; words: SearchQuestion };

export const may = ({ actor }: Ctx, action: Action): boolean =>
  actor.kind === 'system' || ('role' in actor && mayDo(actor.role, action));

/** One name more than are told says whether there are more. */
export const oneMore = ({ words }: Asked): number => words.limit + 1;

/** Somebody types meanwhile, and hosts are not shown before. */
const LONGEST_MS = 1_000;

/** What the changes of a month are looked through for. It is left out where that takes long, so that everything else is found. */
export async function inPast<Hit>({ ctx }: Asked, find: (view: Db) => Promise<Hit[]>): Promise<Hit[]> {
  return (await unlessLong(ctx.db, LONGEST_MS, find)) ?? [];
}
