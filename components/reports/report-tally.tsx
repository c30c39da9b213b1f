import { useSuspenseQuery } from '@tanstack/react-query';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useDateText } from '@/components/reports/schedules/schedule-text';
import { useShareText } from '@/components/reports/share-text';
import { Tally, TallyFigure } from '@/components/ui/tally';
import { type ReportsQuery, tallyInput } from '@/lib/client/report-address';
import { useTRPC } from '@/lib/client/trpc';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { Summary } from '@/lib/contracts/fleet';
import type { ScheduleList } from '@/lib/contracts/schedules';
import { clockTime, zoneName } from '@/lib/i18n/moment';

/** What a report would say now, and when the next one is made by itself. */
export function ReportTally({ query }: { query: ReportsQuery }) {
  const trpc = useTRPC();
  const watch = watching(LIST_EVERY_MS, null);
  const { data: summary } = useSuspenseQuery(trpc.host.summary.queryOptions(tallyInput(query), watch));
  const { data: list } = useSuspenseQuery(trpc.schedule.list.queryOptions());
  return (
    <Tally>
      <Classes summary={summary} />
      <NextReport list={list} />
    </Tally>
  );
}

function Classes({ summary: { total, compliance, rates, vms } }: { summary: Summary }) {
  const t = useTranslations('reports.tally');
  const format = useFormatter();
  const shareText = useShareText();
  const share = rates.compliant === null ? null : shareText(rates.compliant);
  return (
    <>
      <TallyFigure
        name={t('compliant')}
        value={total === 0 ? t('noData') : format.number(compliance.compliant)}
      >
        {share !== null && t('compliantOf', { total, share })}
      </TallyFigure>
      <TallyFigure name={t('excepted')} value={format.number(compliance.excepted)}>
        {t('exceptedOf')}
      </TallyFigure>
      <TallyFigure name={t('nonCompliant')} value={format.number(compliance.nonCompliant)}>
        {t('nonCompliantOf', { total })}
      </TallyFigure>
      <TallyFigure name={t('unverified')} value={format.number(compliance.unverified)}>
        {vms.unverified === 0 ? t('silent') : t('unverifiedOf', { vms: vms.unverified })}
      </TallyFigure>
    </>
  );
}

/** The first date of all schedules; in the zone of the schedule, as in its row. */
function NextReport({ list: { schedules, asOf } }: { list: ScheduleList }) {
  const t = useTranslations('reports.tally');
  const locale = useLocale();
  const dateText = useDateText();
  const dates = schedules.flatMap(({ next: [date], timeZone }) => (date ? [{ date, timeZone }] : []));
  const [first] = dates.sort((a, b) => Date.parse(a.date) - Date.parse(b.date));
  if (first === undefined)
    return (
      <TallyFigure name={t('next')} value={t('nextNone')}>
        {t('nextNoneOf')}
      </TallyFigure>
    );
  const { date, timeZone } = first;
  const zone = { locale, timeZone };
  const time = `${clockTime(new Date(date), zone)} ${zoneName(new Date(date), zone)}`;
  const count = dates.filter((other) => other.date === date).length;
  return (
    <TallyFigure name={t('next')} value={dateText(date, asOf, timeZone)}>
      {t('nextOf', { time, count })}
    </TallyFigure>
  );
}
