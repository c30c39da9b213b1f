import { useTranslations } from 'next-intl';
import { useStateText } from '@/components/fleet/state-text';
import { useDurationPhrase } from '@/components/fleet/time';
import type { KnownDay } from '@/components/hosts/known-days';
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
  return (
    <div className="max-h-72 overflow-auto">
      <table className="text-small">
        <thead>
          <tr>
            <th scope="col">{t('head.day')}</th>
            <th scope="col">{t('head.state')}</th>
            <th scope="col">{t('head.duration')}</th>
          </tr>
        </thead>
        <tbody>
          {known.toReversed().map(({ day, state, seconds, at: then }) => (
            <tr key={day}>
              <th scope="row" className="font-normal whitespace-nowrap">
                <Link className="link" href={addressAt(day === last && at === null ? null : new Date(then))}>
                  {namedDay(day, last, zone)}
                </Link>
              </th>
              <td className="wrap-anywhere whitespace-normal">{stateText(state)}</td>
              <td className="whitespace-nowrap">{phrase(seconds[state] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
