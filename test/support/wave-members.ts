import { findWaves, type Wave } from '@/lib/domain/waves';
import type { FleetChange } from '@/lib/server/db/fleet/answers/changes';
import type { WaveMember } from '@/lib/server/services/change/waves';

/** The waves of these changes by the rule, where the server has its database find them. */
export const wavesByRule = (changes: readonly FleetChange[]): Wave<WaveMember>[] =>
  findWaves(
    changes.flatMap((change) => {
      const { id, hostId, fabricId, at, kind, reason } = change;
      return reason === null ? [] : [{ id, hostId, fabricId, at: at.getTime(), kind, reason, change }];
    }),
  );
