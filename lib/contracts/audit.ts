import { z } from 'zod';
import { MAX_LIMIT } from '@/lib/contracts/host-query';
import { Text } from '@/lib/contracts/text';

export const AUDIT_WORDS = ['since', 'actor', 'action', 'subject', 'cursor', 'limit'] as const;
export const AUDIT_DEFAULT_LIMIT = 100;

export const ListAuditInput = z.strictObject({
  since: z.date().nullable().default(null),
  /** An id, an operator's e-mail address, an API token's name, or a kind of actor such as `system`. */
  actor: Text.max(254).nullable().default(null),
  /** Such as `operator.signedIn`, or `operator` for all of an operator's. */
  action: Text.max(100).nullable().default(null),
  /** An id. */
  subject: Text.max(100).nullable().default(null),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, { error: 'must be the nextCursor of the page before' })
    .nullable()
    .default(null),
  limit: z.number().int().min(1).max(MAX_LIMIT).default(AUDIT_DEFAULT_LIMIT),
});
export type ListAuditInput = z.input<typeof ListAuditInput>;

export const AuditEntry = z.object({
  /** A number of any size, as text. */
  sequence: z.string(),
  at: z.string(),
  /** `name` is the operator's e-mail address or the API token's name, null where there is none. */
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }).nullable(),
  requestId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  /** SHA-256 over the hash before it and this entry. */
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** The newest first. */
export const AuditList = z.object({ entries: z.array(AuditEntry), nextCursor: z.string().nullable() });
export type AuditList = z.infer<typeof AuditList>;
