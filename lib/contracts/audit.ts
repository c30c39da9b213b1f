import { z } from 'zod';
import { AtInput } from '@/lib/contracts/host-query';
import { Text } from '@/lib/contracts/text';
import {
  AUDIT_DEFAULT_LIMIT,
  AUDIT_ENTITIES,
  AUDIT_EXPORT_FORMATS,
  isOfKnownKind,
} from '@/lib/contracts/words/audit';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';

export const ListAuditInput = z.strictObject({
  since: z.date().nullable().default(null),
  /** Entries before this time. */
  until: z.date().nullable().default(null),
  /** An id, an operator's e-mail address, an API token's name, or a kind of actor such as `system`. */
  actor: Text.max(254).nullable().default(null),
  /** Such as `operator.signedIn`, or `operator` for all of an operator's. */
  action: Text.max(100)
    .refine(isOfKnownKind, { error: `must be of one of these kinds: ${AUDIT_ENTITIES.join(', ')}` })
    .nullable()
    .default(null),
  /** An id, or what a thing is called: a host, an operator's e-mail address, a fabric, a token, `EX-0012`, a report's number. */
  subject: Text.max(300).nullable().default(null),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, { error: 'must be the nextCursor of the page before' })
    .nullable()
    .default(null),
  limit: z.number().int().min(1).max(MAX_LIMIT).default(AUDIT_DEFAULT_LIMIT),
});
export type ListAuditInput = z.input<typeof ListAuditInput>;

/** The same for a browser, which sends times as text. */
export const AuditPageInput = ListAuditInput.extend({ since: AtInput, until: AtInput });

export const ExportAuditInput = ListAuditInput.omit({ cursor: true, limit: true }).extend({
  format: z.enum(AUDIT_EXPORT_FORMATS),
  lang: z.enum(['en', 'fr']).default('en'),
});
export type ExportAuditInput = z.input<typeof ExportAuditInput>;

export const AuditEntry = z.object({
  /** A number of any size, as text. */
  sequence: z.string(),
  at: z.string(),
  /** `name` is the operator's e-mail address or the API token's name, null if there is none. */
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  action: z.string(),
  /** `name` is the present name or the one in the entry; null if neither is known. */
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }).nullable(),
  requestId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  /** The hash of the entry before it. */
  previousHash: z.string(),
  /** SHA-256 over the hash before it and this entry. */
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** The newest first. */
export const AuditList = z.object({ entries: z.array(AuditEntry), nextCursor: z.string().nullable() });
export type AuditList = z.infer<typeof AuditList>;

/** The JSON file: all pages of a list as one. */
export const AuditFile = z.object({
  asOf: z.string(),
  /** The question as an address writes it; empty without a filter. */
  asked: z.string(),
  entries: z.array(AuditEntry),
  total: z.number().int(),
  nextCursor: z.null(),
});

export const AUDIT_FAULTS = ['missing', 'changed', 'unlinked', 'cut', 'rewritten'] as const;

const Checked = z.object({
  /** When it was checked. */
  asOf: z.string(),
  /** Lines of the checkpoint file that were cut short and prove nothing. */
  torn: z.number().int(),
});

/** The result of checking the whole chain and comparing it with the checkpoints that this server writes. */
export const AuditVerification = z.discriminatedUnion('intact', [
  Checked.extend({
    intact: z.literal(true),
    /** This is also the number of the newest entry. */
    entries: z.number().int(),
    firstAt: z.string().nullable(),
    /** The hash of the newest one. */
    head: z.string(),
    checkpoints: z.number().int(),
  }),
  Checked.extend({
    intact: z.literal(false),
    /** The entry at which the chain breaks; the entries before it are intact. */
    sequence: z.string(),
    /** `cut`, `rewritten`: the chain itself is valid but does not match a checkpoint. */
    reason: z.enum(AUDIT_FAULTS),
    /** The time of the checkpoint that the log no longer contains. */
    checkpointAt: z.string().nullable(),
  }),
]);
export type AuditVerification = z.infer<typeof AuditVerification>;
