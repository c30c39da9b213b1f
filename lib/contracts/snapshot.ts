import { z } from 'zod';
import { AtInput } from '@/lib/contracts/host-query';

export const RawSnapshotInput = z.strictObject({ hostId: z.string().max(100), at: AtInput });
export type RawSnapshotInput = z.infer<typeof RawSnapshotInput>;

/** The snapshot behind what the host's page shows, as the host sent it, indented for a reader; null before the first one. */
export const RawSnapshot = z.object({ observedAt: z.string(), json: z.string() }).nullable();
export type RawSnapshot = z.infer<typeof RawSnapshot>;
