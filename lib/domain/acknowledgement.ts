import { isAble } from '@/lib/domain/judge';
import type { State } from '@/lib/domain/vocabulary';
import { DAY_MS } from '@/lib/util/durations';

/** The longest acknowledgement: something that nobody has looked at for longer is asked about again. */
export const ACKNOWLEDGED_DAYS_AT_MOST = 365;
export const REASON_CHARS_AT_MOST = 500;

/** Whether a person may acknowledge the host: a host that runs shielded VMs needs nobody. */
export const mayAcknowledge = (state: State): boolean => !isAble(state);

/** What is wrong with the end of an acknowledgement made `now`, or null. */
export function refusedUntil(until: Date, now: Date): string | null {
  if (until <= now) return 'must lie in the future';
  const isTooFar = until.getTime() > now.getTime() + ACKNOWLEDGED_DAYS_AT_MOST * DAY_MS;
  return isTooFar ? `must be at most ${ACKNOWLEDGED_DAYS_AT_MOST} days away` : null;
}
