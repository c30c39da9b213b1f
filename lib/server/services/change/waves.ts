import { findWaves, WAVE_GAP_MS, WAVE_LONGEST_MS, type Wave, type WaveChange } from '@/lib/domain/waves';
import type { FabricScope } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { changesOfReasons, type FleetChange } from '@/lib/server/db/fleet/answers/changes';

export type WaveMember = WaveChange & { change: FleetChange };

/** More changes than this for one reason within half a day are shown one by one rather than counted wrongly. */
const LOOKED_AT = 50_000;
/** A chain that reaches beyond this on either side of a change is too long to be a wave. */
const REACH_MS = WAVE_LONGEST_MS + WAVE_GAP_MS;

export type Waves = {
  all: readonly Wave<WaveMember>[];
  /** Waves by the id of a change. */
  of: (changeId: string) => Wave<WaveMember> | undefined;
};

const NONE: Waves = { all: [], of: () => undefined };

/** The waves that any of these changes belongs to, with all their members that are known by `asOf`. */
export async function wavesAround(
  db: Db,
  fabrics: FabricScope,
  changes: readonly Pick<FleetChange, 'reason' | 'at'>[],
  asOf: Date,
): Promise<Waves> {
  const reasons = new Set(changes.flatMap(({ reason }) => reason ?? []));
  const times = changes.flatMap(({ at, reason }) => (reason === null ? [] : [at.getTime()]));
  if (times.length === 0) return NONE;
  const from = new Date(Math.min(...times) - REACH_MS);
  const to = new Date(Math.min(Math.max(...times) + REACH_MS, asOf.getTime()));
  const found = await changesOfReasons(db, fabrics, { reasons: [...reasons], from, to, limit: LOOKED_AT });
  if (found.length === LOOKED_AT) return NONE;
  const all = findWaves(toMembers(found));
  const byChange = new Map(all.flatMap((wave) => wave.members.map(({ id }) => [id, wave] as const)));
  return { all, of: (id) => byChange.get(id) };
}

export const toMembers = (changes: readonly (FleetChange & { reason: string })[]): WaveMember[] =>
  changes.map((change) => ({
    id: change.id,
    hostId: change.hostId,
    fabricId: change.fabricId,
    at: change.at.getTime(),
    reason: change.reason,
    change,
  }));

/** A host that turned twice within a wave is one host of it. */
export function firstOfEach<Member extends WaveChange>(members: readonly Member[]): Member[] {
  const seen = new Set<string>();
  return members.filter(({ hostId }) => !seen.has(hostId) && seen.add(hostId));
}
