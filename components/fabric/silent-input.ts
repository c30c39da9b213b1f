import { type HostQuestion, listInput, narrowed } from '@/lib/client/host-question';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';

/** As many as fit beside the causes; the footer leads to all. */
const SHOWN = 8;

/** The hosts that went silent last: somebody may still know why. */
export function silentInput(question: HostQuestion) {
  return listInput({
    ...defaultHostQuery(),
    ...narrowed(question, 'state', 'Silent'),
    sort: 'lastObservedAt',
    order: 'desc',
    limit: SHOWN,
  });
}
