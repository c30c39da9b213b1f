import { z } from 'zod';
import { COMPLIANCE, REPORTING, STATES } from '@/lib/domain/vocabulary';

const Time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const counts = <W extends string>(words: readonly [W, ...W[]]) => z.record(z.enum(words), z.number().int());

/** Since when there is anything to look back at. */
export const HistoryBegins = z.object({
  /** Where older days were dropped: the time that history begins with. Null: all of it is kept. */
  historyFrom: z.string().nullable(),
  /** Null: no host was ever enrolled. */
  firstHostAt: z.string().nullable(),
});
export type HistoryBegins = z.infer<typeof HistoryBegins>;

export const FleetCountsInput = z.strictObject({ at: Time });

/** The summary of an earlier time without what only single hosts tell: virtual machines and causes. */
export const FleetCounts = z.object({
  asOf: z.string(),
  total: z.number().int(),
  states: counts(STATES),
  reporting: counts(REPORTING),
  compliance: counts(COMPLIANCE),
  rates: z.object({ able: z.number().nullable(), compliant: z.number().nullable() }),
});
export type FleetCounts = z.infer<typeof FleetCounts>;

/** From `from` on, up to `to`, which is excluded. */
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
