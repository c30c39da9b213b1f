'use client';

import { useTranslations } from 'next-intl';
import { useZone } from '@/components/ui/use-zone';
import type { WaveRow } from '@/lib/contracts/changes';
import { clockTime } from '@/lib/i18n/moment';

const BARS = 33;
const STEP = 8;
const WIDTH = 6;
const FULL = 14;
const NONE = 2;

/** Which of the bars the hosts of a wave fall into; quiet time on both sides, so that a wave reads as one. */
export function barsOf({
  startedAt,
  endedAt,
  members,
}: Pick<WaveRow, 'startedAt' | 'endedAt' | 'members'>): boolean[] {
  const [start, end] = [Date.parse(startedAt), Date.parse(endedAt)];
  const beside = (BARS - 1) / 3;
  const share = (time: number) => (end === start ? 0.5 : (time - start) / (end - start));
  const bars = new Array<boolean>(BARS).fill(false);
  for (const { at } of members) bars[Math.round(beside + share(Date.parse(at)) * beside)] = true;
  return bars;
}

/** Colour says a state that still needs somebody: a wave that is over has none. */
export function WaveBar({ wave, isOver = false }: { wave: WaveRow; isOver?: boolean }) {
  const t = useTranslations('changes');
  const zone = useZone();
  const [from, to] = [wave.startedAt, wave.endedAt].map((time) => clockTime(new Date(time), zone));
  return (
    <svg
      className="mt-1.5 block max-w-full"
      role="img"
      aria-label={t('waveBar', { count: wave.hosts, from: from ?? '', to: to ?? '' })}
      width={BARS * STEP}
      height={FULL}
      viewBox={`0 0 ${BARS * STEP} ${FULL}`}
    >
      {barsOf(wave).map((isHit, index) => {
        const height = isHit ? FULL : NONE;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place.
            key={index}
            className={isHit ? (isOver ? 'fill-ink-3' : 'fill-state') : 'fill-line-2'}
            x={index * STEP}
            y={FULL - height}
            width={WIDTH}
            height={height}
            rx={1}
          />
        );
      })}
    </svg>
  );
}
