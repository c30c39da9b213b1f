import { z } from 'zod';
import { ToldWave } from '@/lib/contracts/changes';
import { AtInput, HostFilterInput } from '@/lib/contracts/host-query';
import { Time } from '@/lib/contracts/time';
import { TimeZone } from '@/lib/contracts/time-zone';
import { HOST_DAYS } from '@/lib/contracts/words/host-days';
import { MOST_TREND_DAYS, TREND_DAYS } from '@/lib/domain/trend';
import { COMPLIANCE, REPORTING, STATES } from '@/lib/domain/vocabulary';

const counts = <W extends string>(words: readonly [W, ...W[]]) => z.record(z.enum(words), z.number().int());

/** When history begins. */
export const HistoryBegins = z.object({
  /** The time with which history begins, if older days were dropped. Null if all of it is kept. */
  historyFrom: z.string().nullable(),
  /** Null if no host was ever enrolled. */
  firstHostAt: z.string().nullable(),
});
export type HistoryBegins = z.infer<typeof HistoryBegins>;

export const FleetCountsInput = z.strictObject({ at: Time });

/** The summary of an earlier time without details of single hosts: virtual machines and causes. */
export const FleetCounts = z.object({
  asOf: z.string(),
  total: z.number().int(),
  states: counts(STATES),
  reporting: counts(REPORTING),
  compliance: counts(COMPLIANCE),
  rates: z.object({ able: z.number().nullable(), compliant: z.number().nullable() }),
});
export type FleetCounts = z.infer<typeof FleetCounts>;

/** The time from `from` to `to`, which is excluded. */
export const ComplianceTimeInput = z.strictObject({ from: Time, to: Time });
export type ComplianceTimeInput = z.output<typeof ComplianceTimeInput>;

/** Seconds that hosts spent in each class: together all the time that they were in the fleet. */
export const FleetComplianceTime = z.object({
  from: z.string(),
  to: z.string(),
  hosts: z.number().int(),
  seconds: z.record(z.enum(COMPLIANCE), z.number()),
  rates: z.object({ compliant: z.number().nullable() }),
});
export type FleetComplianceTime = z.infer<typeof FleetComplianceTime>;

export const TrendDays = z.number().int().min(1).max(MOST_TREND_DAYS).default(TREND_DAYS);

export const TrendInput = z.strictObject({
  filter: HostFilterInput.default({}),
  /** The last moment of the trend; null means now. */
  at: AtInput,
  days: TrendDays,
  /** The time zone whose days are meant. */
  timeZone: TimeZone.default('UTC'),
});
export type TrendInput = z.output<typeof TrendInput>;

/** The fleet day by day: each `at` has exactly the counts of the summary of that time. */
export const Trend = z.object({
  asOf: z.string(),
  timeZone: z.string(),
  /**
   * Oldest first. Each day stands for its last minute, 23:59; the last day for `asOf`. Days before history
   * begins, and before the first matching host, are left out.
   */
  days: z.array(
    z.object({
      day: z.string(),
      at: z.string(),
      total: z.number().int(),
      states: counts(STATES),
      compliance: counts(COMPLIANCE),
    }),
  ),
  /** The largest first, of these days. */
  waves: z.array(ToldWave),
});
export type Trend = z.infer<typeof Trend>;

export const HostDayCount = z.number().int().min(1).max(HOST_DAYS).default(HOST_DAYS);

export const HostDaysInput = z.strictObject({
  id: z.string(),
  /** The last moment of the days; null means now. */
  at: AtInput,
  days: HostDayCount,
  /** The time zone whose days are meant. */
  timeZone: TimeZone.default('UTC'),
});
export type HostDaysInput = z.output<typeof HostDaysInput>;

/** The states of one host day by day. */
export const HostDays = z.object({
  asOf: z.string(),
  timeZone: z.string(),
  /** The time with which history begins, if older days were dropped. Null if all of it is kept. */
  historyFrom: z.string().nullable(),
  /** Oldest first, as many as requested; the last one ends with `asOf`. */
  days: z.array(
    z.object({
      day: z.string(),
      /** The worst state of that day; null if nothing is known about it, and if the host was not in the fleet. */
      state: z.enum(STATES).nullable(),
      /** The last moment of the day in that state; null as above. */
      at: z.string().nullable(),
      /** How long it was in each state. */
      seconds: counts(STATES),
    }),
  ),
});
export type HostDays = z.infer<typeof HostDays>;
