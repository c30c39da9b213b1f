import type { HostQuestion } from '@/lib/client/host-question';
import { type ChangeQuery, defaultChangeQuery } from '@/lib/contracts/words/changes';

/** Changes know fabrics and no other filter of hosts. */
export function recentQuery({ filter, at }: HostQuestion): ChangeQuery {
  return { ...defaultChangeQuery(), filter: filter.fabric ? { fabric: filter.fabric } : {}, at };
}

export function recentInput(question: HostQuestion) {
  const { filter, at } = recentQuery(question);
  return { filter: filter.fabric ? { fabric: filter.fabric } : {}, at: at?.toISOString() ?? null };
}

export const sinceInput = (question: HostQuestion, since: string) => ({
  filter: recentInput(question).filter,
  since,
});
