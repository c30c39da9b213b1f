import type { Wave, WaveChange } from '@/lib/domain/waves';
import type { FabricScope } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import type { FleetChange, WaveSpan } from '@/lib/server/db/fleet/answers/changes';
import {
  changesOfWaves,
  idOfWave,
  type Reach,
  WAVE_REACH_MS,
  wavesWithin,
} from '@/lib/server/db/fleet/answers/waves';
import { grouped } from '@/lib/util/grouped';

export type WaveMember = WaveChange & { change: FleetChange };

/**
 * Changes of a larger wave are listed one by one: reading so many for one line costs too much. The wave's own
 * page counts them.
 */
const MOST_HOSTS = 50_000;

export type Waves = {
  all: readonly Wave<WaveMember>[];
  /** The wave that contains a change, by the change's id. */
  of: (changeId: string) => Wave<WaveMember> | undefined;
};

type Turn = Pick<FleetChange, 'reason' | 'at'>;

/** The waves that any of these changes belongs to, with all members known at `asOf`. */
export async function wavesAround(
  db: Db,
  fabrics: FabricScope,
  changes: readonly Turn[],
  asOf: Date,
): Promise<Waves> {
  const found = await wavesWithin(db, fabrics, reachesOf(changes, asOf));
  const asked = wavesOf(found, changes).filter(({ hosts }) => hosts <= MOST_HOSTS);
  const members = grouped(await changesOfWaves(db, fabrics, asked), ({ place }) => place);
  const all = asked.map((wave, place) => toWave(wave, members.get(place) ?? []));
  const byChange = new Map(all.flatMap((wave) => wave.members.map(({ id }) => [id, wave] as const)));
  return { all, of: (id) => byChange.get(id) };
}

/** Where the waves of these changes may lie: overlapping times of the same reason are merged. */
function reachesOf(changes: readonly Turn[], asOf: Date): Reach[] {
  const reaches: Reach[] = [];
  const latest = new Map<string, Reach>();
  for (const { reason, at } of [...changes].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    if (reason === null) continue;
    const from = new Date(at.getTime() - WAVE_REACH_MS);
    const to = new Date(Math.min(at.getTime() + WAVE_REACH_MS, asOf.getTime()));
    const last = latest.get(reason);
    if (last !== undefined && from <= last.to) last.to = to;
    else {
      const reach = { reason, from, to };
      latest.set(reason, reach);
      reaches.push(reach);
    }
  }
  return reaches;
}

/**
 * The waves that contain one of these changes. Other waves may be cut off at the edges of the times that were
 * read.
 */
function wavesOf<Found extends WaveSpan>(found: readonly Found[], changes: readonly Turn[]): Found[] {
  const byReason = grouped(changes, ({ reason }) => reason);
  return found.filter(({ reason, startedAt, endedAt }) =>
    byReason.get(reason)?.some(({ at }) => startedAt <= at && at <= endedAt),
  );
}

function toWave(wave: WaveSpan, changes: readonly FleetChange[]): Wave<WaveMember> {
  const [from, to] = [wave.startedAt.getTime(), wave.endedAt.getTime()];
  return { id: idOfWave(wave), from, to, members: changes.map((change) => toMember(wave, change)) };
}

const toMember = ({ reason }: WaveSpan, change: FleetChange): WaveMember => ({
  id: change.id,
  hostId: change.hostId,
  fabricId: change.fabricId,
  at: change.at.getTime(),
  kind: change.kind,
  reason,
  change,
});

/** Keeps the first change of each host, because a host that turned twice within a wave counts once. */
export function firstOfEach<Member extends WaveChange>(members: readonly Member[]): Member[] {
  const seen = new Set<string>();
  return members.filter(({ hostId }) => !seen.has(hostId) && seen.add(hostId));
}
