import { useTranslations } from 'next-intl';
import { statesIn, type ToldDay } from '@/components/fabric/trend-figures';
import { useWaveText } from '@/components/fabric/trend-waves';
import { useStateText } from '@/components/fleet/state-text';
import { Link } from '@/components/ui/link';
import { useZone } from '@/components/ui/use-zone';
import { fabricAddress } from '@/lib/client/host-address';
import type { HostQuestion } from '@/lib/client/host-question';
import { MARKED_WAVE_HOSTS } from '@/lib/domain/trend';
import { namedDay } from '@/lib/i18n/moment';

type TrendTableProps = { days: readonly ToldDay[]; question: HostQuestion };

/** The same figures as a table, the newest day first. */
export function TrendTable({ days, question }: TrendTableProps) {
  const t = useTranslations('fabric');
  const states = statesIn(days);
  const zone = useZone();
  const waveText = useWaveText();
  const stateText = useStateText();
  const last = days.at(-1);
  const reference = last?.day ?? '';
  return (
    <div className="max-h-96 overflow-auto">
      <table className="text-small">
        <thead>
          <tr>
            <th>{t('days.dayHead')}</th>
            <th className="text-right">{t('hosts')}</th>
            <th className="text-right">{t('days.notPassing')}</th>
            {states.map((state) => (
              <th key={state} className="text-right">
                {stateText(state)}
              </th>
            ))}
            <th>{t('days.waves', { count: MARKED_WAVE_HOSTS })}</th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.day}>
              <th scope="row" className="font-normal whitespace-nowrap">
                <Link
                  className="link"
                  href={fabricAddress({ ...question, at: day === last ? question.at : new Date(day.at) })}
                >
                  {namedDay(day.day, reference, zone)}
                </Link>
              </th>
              <td className="text-right tabular-nums">{day.total}</td>
              <td className="text-right font-semibold tabular-nums">{day.count}</td>
              {states.map((state) => (
                <td key={state} className="text-right tabular-nums">
                  {day.states[state]}
                </td>
              ))}
              <td className="min-w-48">{day.waves.map(waveText).join('; ') || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
