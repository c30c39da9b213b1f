import type { Compliance } from '@/lib/domain/vocabulary';
import { DAY_MS } from '@/lib/util/durations';

export const EXCEPTION_STATES = ['requested', 'inForce', 'ended', 'withdrawn'] as const;
export type ExceptionState = (typeof EXCEPTION_STATES)[number];

/** The longest exception: one that should hold for longer has to be requested again. */
export const EXCEPTION_DAYS_AT_MOST = 365;
/** An exception that ends within this many days is shown as ending soon. */
export const ENDING_SOON_DAYS = 30;
/** An exception that ended within this many days is shown as ended lately. */
export const ENDED_LATELY_DAYS = 90;
/**
 * The events of an exception, each happening once and never undone. Its terms (hosts, causes, reason,
 * control, owner, end) are fixed by the request: other terms need another exception.
 */
export type ExceptionLife = {
  requestedAt: Date;
  approvedAt: Date | null;
  withdrawnAt: Date | null;
  endsAt: Date;
};

const isBy = (time: Date | null, at: Date) => time !== null && time <= at;

/** Null before it was requested. An exception that nobody approved before its end has ended too. */
export function exceptionStateAt(life: ExceptionLife, at: Date): ExceptionState | null {
  if (!isBy(life.requestedAt, at)) return null;
  if (isBy(life.withdrawnAt, at)) return 'withdrawn';
  if (isBy(life.endsAt, at)) return 'ended';
  return isBy(life.approvedAt, at) ? 'inForce' : 'requested';
}

/** The time from approval to end or withdrawal, in milliseconds. Null if it never was in force. */
export function timeInForce({ approvedAt, withdrawnAt, endsAt }: ExceptionLife): {
  from: number;
  to: number;
} | null {
  if (approvedAt === null) return null;
  const from = approvedAt.getTime();
  const to = Math.min(endsAt.getTime(), withdrawnAt?.getTime() ?? Number.POSITIVE_INFINITY);
  return from < to ? { from, to } : null;
}

type Renewable = { endsAt: string; renewedBy: { state: ExceptionState; endsAt: string } | null };

/** Whether its end changes nothing, because the exception that renews it is already in force and ends later. */
export const isFollowedOn = <One extends Renewable>(
  one: One,
): one is One & { renewedBy: NonNullable<One['renewedBy']> } =>
  one.renewedBy?.state === 'inForce' && Date.parse(one.renewedBy.endsAt) > Date.parse(one.endsAt);

type CausedHost = {
  id: string;
  compliance: Compliance;
  causes: readonly string[];
  shieldedVms: number | null;
};

export type ApprovalEffect = Record<
  'turning' | 'notAll' | 'unchanged' | 'silent',
  { hosts: number; vms: number }
>;

/**
 * The effect on hosts if an exception for these causes came into force. `covered`: the causes of a host that
 * exceptions in force already cover. Each host is counted once.
 */
export function approvalEffect(
  hosts: readonly CausedHost[],
  causes: readonly string[],
  covered: ReadonlyMap<string, readonly string[]>,
): ApprovalEffect {
  const effect: ApprovalEffect = {
    turning: { hosts: 0, vms: 0 },
    notAll: { hosts: 0, vms: 0 },
    unchanged: { hosts: 0, vms: 0 },
    silent: { hosts: 0, vms: 0 },
  };
  for (const { id, compliance, causes: own, shieldedVms } of hosts) {
    const isCovered = own.every((cause) => causes.includes(cause) || covered.get(id)?.includes(cause));
    const became = {
      compliant: effect.unchanged,
      excepted: effect.unchanged,
      nonCompliant: isCovered ? effect.turning : effect.notAll,
      unverified: effect.silent,
    }[compliance];
    became.hosts += 1;
    became.vms += shieldedVms ?? 0;
  }
  return effect;
}

export type Terms = { reviewAt: Date; endsAt: Date };

/**
 * What is wrong with the dates of a request made `now`, or null. Required is: now < reviewAt <= endsAt <= 365
 * days from now.
 */
export function refusedTerms(
  { reviewAt, endsAt }: Terms,
  now: Date,
): { field: keyof Terms; rule: string } | null {
  if (endsAt <= now) return { field: 'endsAt', rule: 'must lie in the future' };
  if (endsAt.getTime() > now.getTime() + EXCEPTION_DAYS_AT_MOST * DAY_MS)
    return { field: 'endsAt', rule: `must be at most ${EXCEPTION_DAYS_AT_MOST} days away` };
  if (reviewAt <= now) return { field: 'reviewAt', rule: 'must lie in the future' };
  return reviewAt > endsAt ? { field: 'reviewAt', rule: 'must not be later than endsAt' } : null;
}

/** The name that people use for it. */
export const exceptionName = (number: number): string => `EX-${String(number).padStart(4, '0')}`;
