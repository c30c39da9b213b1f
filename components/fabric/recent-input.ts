import { feedInput } from '@/lib/client/change-address';
import type { HostQuestion } from '@/lib/client/host-question';
import { type ChangeQuery, defaultChangeQuery } from '@/lib/contracts/changes';

/** As many as stand beside the causes; the link leads to all. */
const SHOWN = 7;

/** Changes know fabrics and no other filter of hosts. */
export function recentQuery({ filter, at }: HostQuestion): ChangeQuery {
  return { ...defaultChangeQuery(), filter: filter.fabric ? { fabric: filter.fabric } : {}, at };
}

export const recentInput = (question: HostQuestion) => feedInput({ ...recentQuery(question), limit: SHOWN });
