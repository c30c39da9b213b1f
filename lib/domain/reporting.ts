import type { Reporting } from '@/lib/domain/vocabulary';

export const LATE_INTERVALS = 1.5;
/** This is also how long a snapshot covers its host when no other follows. */
export const SILENT_INTERVALS = 4;

export type Deadlines = { lateAfter: Date; silentAfter: Date };

/** Deadlines by the interval that this host had been told, so that a later setting does not change them. */
export function deadlines(snapshot: { observedAt: Date; intervalSeconds: number }): Deadlines {
  const observed = snapshot.observedAt.getTime();
  const intervalMs = snapshot.intervalSeconds * 1000;
  return {
    lateAfter: new Date(observed + LATE_INTERVALS * intervalMs),
    silentAfter: new Date(observed + SILENT_INTERVALS * intervalMs),
  };
}

export type ReportingInput = {
  lastObservedAt: Date | null;
  lateAfter: Date | null;
  silentAfter: Date | null;
  lastRejectedAt: Date | null;
};

/** A snapshot covers [observedAt, silentAfter): at silentAfter itself the host is silent. */
export function reportingAt(host: ReportingInput, now: Date): Reporting {
  const { lastObservedAt, lateAfter, silentAfter, lastRejectedAt } = host;
  if (lastObservedAt === null) return lastRejectedAt === null ? 'never' : 'faulty';
  if (lastRejectedAt !== null && lastRejectedAt > lastObservedAt) return 'faulty';
  // Nothing covers a host without a deadline, so it is silent.
  if (silentAfter === null || !(now < silentAfter)) return 'silent';
  if (lateAfter !== null && now >= lateAfter) return 'late';
  return 'onTime';
}

/** Only a host that sends can have causes, blocked VMs or a state other than Silent. */
export function isReportingNow(reporting: Reporting): boolean {
  return reporting === 'onTime' || reporting === 'late';
}
