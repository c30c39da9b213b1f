import type { ChangeQuery } from '@/lib/contracts/words/changes';

/** As procedures take it, with times as text. */
export const wavesInput = ({ filter, at }: Pick<ChangeQuery, 'filter' | 'at'>) => ({
  filter: filter.fabric === undefined ? {} : { fabric: filter.fabric },
  at: at?.toISOString() ?? null,
});
export type WavesInput = ReturnType<typeof wavesInput>;

/** Asks whether the hosts of the same fabrics have ever sent anything. */
export const sentInput = ({ filter, at }: WavesInput) => ({ filter, at });

/** Plans that are, or then were, open over any host of a wave. */
export const plansOfWave = (wave: string, at: string | null) => ({ wave, at, state: ['open' as const] });

type OfWaves = readonly { wave: { id: string } }[];

/** Where a wave stands among those that are open, and which are before and after it; null where it is none of them. */
export function wavesBeside(waves: OfWaves, id: string) {
  const index = waves.findIndex(({ wave }) => wave.id === id);
  if (index === -1) return null;
  const idAt = (place: number) => waves[place]?.wave.id ?? null;
  return { place: index + 1, total: waves.length, previous: idAt(index - 1), next: idAt(index + 1) };
}
