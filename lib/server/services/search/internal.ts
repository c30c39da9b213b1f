import type { SearchQuestion } from '@/lib/contracts/search';
import { type Action, mayDo } from '@/lib/domain/permissions';
import type { Ctx } from '@/lib/server/context';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';

/** What each kind is looked for by: the words, and the hosts that they are looked for among. */
export type Asked = { ctx: Ctx; question: FleetQuestion; words: SearchQuestion };

export const may = ({ actor }: Ctx, action: Action): boolean =>
  actor.kind === 'system' || ('role' in actor && mayDo(actor.role, action));

/** One name more than are told says whether there are more. */
export const oneMore = ({ words }: Asked): number => words.limit + 1;
