import type { ToldWave } from '@/lib/contracts/changes';
import { TURNS_FOR_THE_WORSE } from '@/lib/domain/change-kinds';
import { turnedTo } from '@/lib/domain/changes';
import { HOST_FILTER_WORDS, type HostFilter } from '@/lib/domain/host-filter';
import { MARKED_WAVE_HOSTS } from '@/lib/domain/trend';
import type { FabricScope } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import {
  CHANGE_FILTER_WORDS,
  clustersOfWaves,
  countWaves,
  idOfWave,
  type WaveCount,
} from '@/lib/server/db/fleet/answers/waves';

/** More marks than this do not help a reader. */
const WAVES_TOLD = 20;

type Question = { fabrics: FabricScope; filter: HostFilter; from: Date; to: Date };

/** A wave as it is shown, and as the database counted it. */
export type CountedWave = { told: ToldWave; wave: WaveCount };

export async function wavesForTheWorse(db: Db, question: Question): Promise<ToldWave[]> {
  return (await countedForTheWorse(db, { ...question, hosts: MARKED_WAVE_HOSTS })).map(({ told }) => told);
}

/**
 * The waves of at least so many hosts that stopped being able within a time, largest first. Changes hold only
 * a few words of a host: for a filter with any other word waves cannot be told apart, so none are returned.
 */
export async function countedForTheWorse(
  db: Db,
  { filter, ...question }: Question & { hosts: number },
): Promise<CountedWave[]> {
  const isKnown = HOST_FILTER_WORDS.every(
    (word) => filter[word] === undefined || CHANGE_FILTER_WORDS.some((known) => known === word),
  );
  if (!isKnown) return [];
  const asked = { ...question, filter, kinds: TURNS_FOR_THE_WORSE };
  const waves = await countWaves(db, { ...asked, reasons: null, limit: WAVES_TOLD });
  const clusters = waves.length === 0 ? [] : await clustersOfWaves(db, waves, asked);
  return waves.flatMap((wave, place) =>
    toldWave(wave, clusters[place] ?? null).map((told) => ({ told, wave })),
  );
}

function toldWave(wave: WaveCount, cluster: string | null): ToldWave[] {
  const { detail, startedAt, endedAt, fabric, hosts } = wave;
  const gained = Array.isArray(detail.gained) ? detail.gained.filter((one) => typeof one === 'string') : [];
  const turned = turnedTo({ to: typeof detail.to === 'string' ? detail.to : null, gained });
  if (turned === null) return [];
  return [
    {
      id: idOfWave(wave),
      fabric,
      cluster,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt.toISOString(),
      hosts,
      ...turned,
    },
  ];
}
