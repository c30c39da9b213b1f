import { useTranslations } from 'next-intl';
import { statesIn, type ToldDay } from '@/components/fabric/trend-figures';
import { useWaveText } from '@/components/fabric/trend-waves';
import { useStateText } from '@/components/fleet/state-text';
import { type Column, DataTable } from '@/components/table/data-table';
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
  const columns: Column<ToldDay>[] = [
    {
      id: 'day',
      header: t('days.dayHead'),
      isName: true,
      className: 'whitespace-nowrap',
      cell: (day) => (
        <Link
          className="link"
          href={fabricAddress({ ...question, at: day === last ? question.at : new Date(day.at) })}
        >
          {namedDay(day.day, reference, zone)}
        </Link>
      ),
    },
    { id: 'hosts', header: t('hosts'), isRight: true, cell: ({ total }) => total },
    {
      id: 'notPassing',
      header: t('days.notPassing'),
      isRight: true,
      cell: ({ count }) => <b>{count}</b>,
    },
    ...states.map(
      (state): Column<ToldDay> => ({
        id: state,
        header: stateText(state),
        isRight: true,
        cell: (day) => day.states[state],
      }),
    ),
    {
      id: 'waves',
      header: t('days.waves', { count: MARKED_WAVE_HOSTS }),
      className: 'min-w-48',
      cell: ({ waves }) => waves.map(waveText).join('; ') || '–',
    },
  ];
  return (
    <DataTable
      label={t('days.title', { count: days.length })}
      {...{ columns }}
      rows={days.toReversed()}
      keyOf={({ day }) => day}
      look="figures"
      height="list"
    />
  );
}
