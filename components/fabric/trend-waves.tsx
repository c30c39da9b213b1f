import { useTranslations } from 'next-intl';
import type { ToldDay } from '@/components/fabric/trend-figures';
import { Link } from '@/components/ui/link';
import { useZone } from '@/components/ui/use-zone';
import type { HostQuestion } from '@/lib/client/host-question';
import { waveAddress } from '@/lib/client/wave-address';
import type { ToldWave } from '@/lib/contracts/changes';
import { MARKED_WAVE_HOSTS } from '@/lib/domain/trend';
import { clockTime, dayAndMonth } from '@/lib/i18n/moment';
import { visibleText } from '@/lib/util/visible-text';

/** As many as stand below the chart: the marks have the others. */
const LISTED = 3;
const CAUSES_NAMED = 2;

/** A mark at the top of the chart for a day on which hosts turned together. */
export function WaveMark() {
  return (
    <svg className="mx-auto fill-ink" width="9" height="8" viewBox="0 0 9 8" aria-hidden="true">
      <path d="M0 0h9L4.5 8z" />
    </svg>
  );
}

/** "8 hosts in CL-PAR-03 went InsecureHostConfiguration: SecureBootSettings". */
export function useWaveText(): (wave: ToldWave) => string {
  const t = useTranslations('fabric.days');
  return ({ hosts, cluster, fabric, to, causes }) => {
    const named = causes.filter((cause) => cause !== to).slice(0, CAUSES_NAMED);
    const place = visibleText(cluster ?? fabric);
    if (to === 'Silent') return t('fellSilent', { count: hosts, place });
    const why = named.map(visibleText).join(', ');
    return t('turned', { count: hosts, place, state: to, why: why === '' ? '' : ` (${why})` });
  };
}

export const addressOfWave = ({ id }: ToldWave, at: Date | null) => waveAddress(id, at);

type TrendWavesProps = { days: readonly ToldDay[]; question: HostQuestion };

/** The largest waves in words, the newest first. */
export function TrendWaves({ days, question }: TrendWavesProps) {
  const t = useTranslations('fabric.days');
  const zone = useZone();
  const waveText = useWaveText();
  const reference = new Date(days.at(-1)?.at ?? 0);
  const waves = days
    .flatMap((day) => day.waves)
    .sort((a, b) => b.hosts - a.hosts)
    .slice(0, LISTED)
    .sort((a, b) => Date.parse(b.endedAt) - Date.parse(a.endedAt));
  if (waves.length === 0) return null;
  return (
    <ul
      className="grid gap-1 border-t border-line pt-3 text-small/5 text-ink-2"
      aria-label={t('waves', { count: MARKED_WAVE_HOSTS })}
    >
      {waves.map((wave) => {
        const ended = new Date(wave.endedAt);
        return (
          <li key={wave.id} className="flex gap-2">
            <span className="mt-1.5">
              <WaveMark />
            </span>
            <span className="min-w-0">
              <time dateTime={wave.endedAt} className="text-ink-3 tabular-nums">
                {dayAndMonth(ended, reference, zone)} {clockTime(ended, zone)}
              </time>{' '}
              <Link className="link" href={addressOfWave(wave, question.at)}>
                {waveText(wave)}
              </Link>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
