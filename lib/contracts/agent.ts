import { z } from 'zod';

/** Limits of the agent API that agents may rely on. Bytes unless the name says otherwise. */
export const AGENT_LIMITS = {
  bodyBytes: 1024 * 1024,
  inflatedBytes: 8 * 1024 * 1024,
  snapshotsPerRequest: 100,
  depth: 32,
  snapshotBytes: 256 * 1024,
  stringBytes: 8 * 1024,
} as const;

/**
 * A DNS name has at most so many bytes, and no caption, SMBIOS string, time zone, version or check in Windows
 * comes near.
 */
const NAME_BYTES = 255;

/**
 * The most bytes of UTF-8 in each name of a snapshot, by its place. Nobody typed in a longer one, and rows,
 * indexes and cursors rely on these sizes.
 */
export const NAME_LIMITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  host: {
    hostname: NAME_BYTES,
    fqdn: NAME_BYTES,
    machineId: NAME_BYTES,
    osCaption: NAME_BYTES,
    osVersion: NAME_BYTES,
    manufacturer: NAME_BYTES,
    model: NAME_BYTES,
    firmwareVersion: NAME_BYTES,
    cluster: NAME_BYTES,
    timeZone: NAME_BYTES,
  },
  agent: { version: NAME_BYTES, powershell: NAME_BYTES, languageMode: NAME_BYTES },
  hgsClient: { mode: NAME_BYTES, attestationOperationMode: NAME_BYTES, attestationStatus: NAME_BYTES },
};

/** Limits of the checks that HGS names: unknown ones are kept as they were printed. */
export const CHECK_LIMITS = {
  /** The longest documented name has 25 characters. */
  nameBytes: NAME_BYTES,
  /** A substatus is a number of 64 bits, each of which may name one. */
  names: 64,
} as const;

const name = (mostBytes: number) =>
  z.string().refine((text) => new TextEncoder().encode(text).length <= mostBytes, {
    error: `may hold ${mostBytes} bytes`,
  });

export const EnrollInput = z.object({
  machineId: name(NAME_BYTES),
  hostname: name(NAME_BYTES).min(1),
  fqdn: name(NAME_BYTES).nullish(),
  agentVersion: name(NAME_BYTES).nullish(),
});
export type EnrollInput = z.infer<typeof EnrollInput>;

/**
 * What this server saw of the connection itself. An agent in Constrained Language Mode cannot look for itself
 * and passes it on with its next snapshot (`facts.tls.negotiated`). Absent if something in between ended the
 * connection; `tls` is null if it had no TLS.
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

/** Tells the holder of a token what it is good for; a wrong one is 401, as at enrolment. */
export const CheckTokenOutput = z.object({
  valid: z.literal(true),
  serverTime: z.string(),
  connection: Connection.optional(),
});
export type CheckTokenOutput = z.infer<typeof CheckTokenOutput>;

export const RotateOutput = z.object({
  credential: z.string(),
  serverEpoch: z.string(),
  serverTime: z.string(),
});
export type RotateOutput = z.infer<typeof RotateOutput>;

/**
 * Only the envelope: an error here refuses the whole request (422). The tolerant reader reads each snapshot,
 * because one bad item must not undo the others.
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
  // The database cannot store such content. No part of it is kept.
  'unstorable',
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
  /** Set for a changed selection: how many hosts match now, and their digest. */
  count: z.number().int().optional(),
  digest: z.string().optional(),
  /** The id of something that was already made, or that holds the requested thing. */
  id: z.string().optional(),
  /** The present version of something that was changed meanwhile. */
  version: z.number().int().optional(),
});
export type Problem = z.infer<typeof Problem>;
