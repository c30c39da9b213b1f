import { z } from 'zod';

/** Limits of the agent API (protocol.md 2). Bytes unless the name says otherwise. */
export const AGENT_LIMITS = {
  bodyBytes: 1024 * 1024,
  inflatedBytes: 8 * 1024 * 1024,
  snapshotsPerRequest: 100,
  depth: 32,
  snapshotBytes: 256 * 1024,
  stringBytes: 8 * 1024,
} as const;

export const EnrollInput = z.object({
  machineId: z.string().max(200),
  hostname: z.string().min(1).max(255),
  fqdn: z.string().max(255).nullish(),
  agentVersion: z.string().max(100).nullish(),
});
export type EnrollInput = z.infer<typeof EnrollInput>;

/**
 * What this server saw of the very connection. An agent in Constrained Language Mode cannot look itself and
 * reports it with its next snapshot (`facts.tls.negotiated`). Absent where something in between ended the
 * connection; `tls` is null where it was none.
 */
export const Connection = z.object({ tls: z.string().nullable() });
export type Connection = z.infer<typeof Connection>;

export const EnrollOutput = z.object({
  hostId: z.string(),
  credential: z.string(),
  serverEpoch: z.string(),
  serverTime: z.string(),
  nextReportSeconds: z.number().int(),
  connection: Connection.optional(),
});
export type EnrollOutput = z.infer<typeof EnrollOutput>;

export const RotateOutput = z.object({
  credential: z.string(),
  serverEpoch: z.string(),
  serverTime: z.string(),
});
export type RotateOutput = z.infer<typeof RotateOutput>;

/**
 * The envelope alone: what is wrong here refuses the request (422). Each snapshot is read by the
 * tolerant reader instead, since one bad item must not undo the others.
 */
export const SnapshotsEnvelope = z.object({
  schema: z.literal(1),
  sentAt: z.string(),
  spool: z
    .object({ pending: z.number().int().min(0), dropped: z.number().int().min(0) })
    .partial()
    .nullish(),
  snapshots: z.array(z.unknown()).min(1),
});
export type SnapshotsEnvelope = z.infer<typeof SnapshotsEnvelope>;

export const REJECTION_CODES = [
  'invalid_snapshot',
  'invalid_time',
  'too_large',
  'too_old',
  'snapshot_conflict',
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

export const SnapshotResult = z.object({
  snapshotId: z.string().nullable(),
  outcome: z.enum(['stored', 'duplicate', 'rejected']),
  code: z.enum(REJECTION_CODES).optional(),
  message: z.string().optional(),
  pointer: z.string().optional(),
});
export type SnapshotResult = z.infer<typeof SnapshotResult>;

export const SnapshotsOutput = z.object({
  serverEpoch: z.string(),
  serverTime: z.string(),
  nextReportSeconds: z.number().int(),
  connection: Connection.optional(),
  results: z.array(SnapshotResult),
});
export type SnapshotsOutput = z.infer<typeof SnapshotsOutput>;

/** RFC 9457, with the code that clients switch on. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  requestId: z.string(),
  pointer: z.string().optional(),
  retryAfterSeconds: z.number().int().optional(),
});
export type Problem = z.infer<typeof Problem>;
