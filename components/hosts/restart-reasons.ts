import type { RestartQuestion } from '@/lib/domain/restart/facts';
import type { RestartReasonCode } from '@/lib/domain/restart/may-restart';
import { isUpdateRisk } from '@/lib/domain/restart/update-risks';

type Reason = { code: RestartReasonCode };

/** What a Secure Boot update would do to the host, where it decides the drain. It stands above the answer about the restart. */
export const updateToldAbove = ([first]: readonly Reason[]): RestartReasonCode | null =>
  first !== undefined && isUpdateRisk(first) ? first.code : null;

/**
 * The reason that decides is there in full, and what the restart would do to the host; what is said besides is folded. What
 * stands above is not told again.
 */
export function reasonsToTell<R extends Reason>(
  question: RestartQuestion,
  reasons: readonly R[],
  above: RestartReasonCode | null,
) {
  const [first, ...besides] = reasons;
  const rest = besides.filter(({ code }) => code !== above);
  const isTold = (reason: R) => question === 'restart' && isUpdateRisk(reason);
  return {
    first,
    isFirstAbove: first !== undefined && first.code === above,
    risks: rest.filter(isTold),
    others: rest.filter((reason) => !isTold(reason)),
  };
}
