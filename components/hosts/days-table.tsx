import { useTranslations } from 'next-intl';
import { useStateText } from '@/components/fleet/state-text';
import { useDurationPhrase } from '@/components/fleet/time';
import type { KnownDay } from '@/components/hosts/known-days';
import { type Column, DataTable } from '@/components/table/data-table';
import { Link } from '@/components/ui/link';
import { useZone } from '@/components/ui/use-zone';
import { useAddressAt } from '@/lib/client/use-scope';
import { namedDay } from '@/lib/i18n/moment';

type DaysTableProps = { known: readonly KnownDay[]; at: string | null };

/** The same days as a table, the newest first. */
export function DaysTable({ known, at }: DaysTableProps) {
  const t = useTranslations('host.days');
  const phrase = useDurationPhrase();
  const stateText = useStateText();
  const addressAt = useAddressAt();
  const zone = useZone();
  const last = known.at(-1)?.day ?? '';
  const columns: Column<KnownDay>[] = [
    {
      id: 'day',
      header: t('head.day'),
      isName: true,
      className: 'whitespace-nowrap',
      cell: ({ day, at: then }) => (
        <Link className="link" href={addressAt(day === last && at === null ? null : new Date(then))}>
          {namedDay(day, last, zone)}
        </Link>
      ),
    },
    { id: 'state', header: t('head.state'), cell: ({ state }) => stateText(state) },
    {
      id: 'duration',
      header: t('head.duration'),
      className: 'whitespace-nowrap',
      cell: ({ state, seconds }) => phrase(seconds[state] ?? 0),
    },
  ];
  return (
    <DataTable
      label={t('title', { count: known.length })}
      {...{ columns }}
      rows={known.toReversed()}
      keyOf={({ day }) => day}
      look="figures"
      height="list"
    />
  );
}
