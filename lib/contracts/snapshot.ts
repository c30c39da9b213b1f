import { z } from 'zod';
import { AtInput } from '@/lib/contracts/host-query';
import { DEFAULT_LIMIT, MAX_CURSOR_CHARS, MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { DIFFERENCE_KINDS } from '@/lib/domain/difference/compare-documents';

/** The id of a stored snapshot, or a time: then the one behind what was known of the host then. */
const Reference = z.string().max(100);

const OfHost = z.strictObject({ hostId: z.string().max(100), at: AtInput });

/** None named: the snapshot behind what the host's page shows. */
export const RawSnapshotInput = OfHost.extend({ snapshot: Reference.optional() });
export type RawSnapshotInput = z.output<typeof RawSnapshotInput>;

/** As the host sent it, indented for a reader; null before the first one. */
export const RawSnapshot = z.object({ id: z.string(), observedAt: z.string(), json: z.string() }).nullable();
export type RawSnapshot = z.infer<typeof RawSnapshot>;

export const ListSnapshotsInput = OfHost.extend({
  limit: z.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().max(MAX_CURSOR_CHARS).nullable().default(null),
});
export type ListSnapshotsInput = z.output<typeof ListSnapshotsInput>;

export const KeptSnapshot = z.object({
  id: z.string(),
  /** When this content came first in its month (UTC). */
  observedAt: z.string(),
  /** When it came last; null where no receipt of it is kept (8 days). */
  lastSeenAt: z.string().nullable(),
  /** SHA-256 of the content, without what changes with every snapshot. */
  digest: z.string(),
  /** What it takes in the database, compressed. */
  storedBytes: z.number().int(),
});
export type KeptSnapshot = z.infer<typeof KeptSnapshot>;

/** Each content once a month, the newest first. */
export const SnapshotList = z.object({
  asOf: z.string(),
  snapshots: z.array(KeptSnapshot),
  nextCursor: z.string().nullable(),
});
export type SnapshotList = z.infer<typeof SnapshotList>;

export const CompareSnapshotsInput = OfHost.extend({ from: Reference, to: Reference });
export type CompareSnapshotsInput = z.output<typeof CompareSnapshotsInput>;

export const SnapshotDifference = z.object({
  /** RFC 6901: in `from` for what was removed, in `to` for the rest. */
  path: z.string(),
  kind: z.enum(DIFFERENCE_KINDS),
  /** Null where there was nothing, which `kind` tells from a null that was there. */
  before: z.unknown(),
  after: z.unknown(),
  /** The id, path or name of the list's element that it lies in; null where it lies in none. */
  element: z.string().nullable(),
});
export type SnapshotDifference = z.infer<typeof SnapshotDifference>;

const Compared = z.object({ id: z.string(), observedAt: z.string() });

export const SnapshotComparison = z.object({
  from: Compared,
  to: Compared,
  /** As many as an answer holds; `differencesTotal` has how many there are. */
  differences: z.array(SnapshotDifference),
  differencesTotal: z.number().int(),
  /** What changes from one snapshot to the next although nothing changed on the host. */
  volatile: z.array(SnapshotDifference),
  volatileTotal: z.number().int(),
});
export type SnapshotComparison = z.infer<typeof SnapshotComparison>;
