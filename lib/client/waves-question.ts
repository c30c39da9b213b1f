import type { ChangeQuery } from '@/lib/contracts/words/changes';

/** As procedures take it, with times as text. */
export const wavesInput = ({ filter, at }: Pick<ChangeQuery, 'filter' | 'at'>) => ({
  filter: filter.fabric === undefined ? {} : { fabric: filter.fabric },
  at: at?.toISOString() ?? null,
});
export type WavesInput = ReturnType<typeof wavesInput>;

/** Plans that are, or then were, open over any host of a wave. */
export const plansOfWave = (wave: string, at: string | null) => ({ wave, at, state: ['open' as const] });
