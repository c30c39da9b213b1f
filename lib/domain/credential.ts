import type { Reporting } from '@/lib/domain/vocabulary';
import { DAY_MS } from '@/lib/util/durations';

/** Agents renew their credential at this age. */
const RENEWED_AFTER_DAYS = 30;
/** Within a day an agent tries four times to renew it. */
const TRYING_DAYS = 1;

/**
 * Whether the agent of a host that sends did not get a new credential and keeps using the old one. A silent
 * host cannot have asked for one.
 */
export function isRenewalOverdue(
  issuedAt: Date,
  { reporting, now }: { reporting: Reporting; now: Date },
): boolean {
  const days = (now.getTime() - issuedAt.getTime()) / DAY_MS;
  return (reporting === 'onTime' || reporting === 'late') && days > RENEWED_AFTER_DAYS + TRYING_DAYS;
}
