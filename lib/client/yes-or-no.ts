import type { PageParameters } from '@/lib/client/host-question';
import { type HostQueryProblem, refusedValue, YES_OR_NO } from '@/lib/contracts/words/host-query';

/** What is wrong with a word of an address that is one of two. */
export function unreadYesOrNo(word: string, parameters: PageParameters): HostQueryProblem | undefined {
  const wrong = [parameters[word] ?? []].flat().find((text) => !YES_OR_NO.some((known) => known === text));
  return wrong === undefined ? undefined : refusedValue(word, wrong, YES_OR_NO);
}
