import { z } from 'zod';

export const RawSnapshotInput = z.object({ hostId: z.string().max(100) });
export type RawSnapshotInput = z.infer<typeof RawSnapshotInput>;

/** The newest snapshot as the host sent it, indented for a reader; null before the first one. */
export const RawSnapshot = z.object({ observedAt: z.string(), json: z.string() }).nullable();
export type RawSnapshot = z.infer<typeof RawSnapshot>;
