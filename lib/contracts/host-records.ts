import { z } from 'zod';
import { DEFAULT_LIMIT, MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { HOST_RECORD_KINDS } from '@/lib/contracts/words/host-records';

export const ListHostRecordsInput = z.strictObject({
  kind: z.enum(HOST_RECORD_KINDS),
  limit: z.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().max(100).nullable().default(null),
});
export type ListHostRecordsInput = z.output<typeof ListHostRecordsInput>;

const Other = z.object({ id: z.string(), hostname: z.string(), fabric: z.string() });

/** What the server records about a host besides its snapshots: how it enrolled, and whether it is locked. */
export const HostRecord = z.object({
  id: z.string(),
  /** The FQDN it enrolled with, or its host name. */
  name: z.string(),
  fabric: z.string(),
  enrolledAt: z.string(),
  retiredAt: z.string().nullable(),
  /** Since when none of its snapshots is accepted because an earlier credential was used again. */
  lockedAt: z.string().nullable(),
  /** The time until which it may enrol again under its own id; null where it may not. */
  reenrollUntil: z.string().nullable(),
  /** The other live hosts, 20 at most, with the name or machine id of a duplicate; empty for other records. */
  sameAs: z.array(Other),
});
export type HostRecord = z.infer<typeof HostRecord>;

/** Retired hosts with the last retired first, others by name. */
export const HostRecordList = z.object({
  asOf: z.string(),
  total: z.number().int(),
  records: z.array(HostRecord),
  nextCursor: z.string().nullable(),
});
export type HostRecordList = z.infer<typeof HostRecordList>;
