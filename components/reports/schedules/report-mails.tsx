'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMailProblem } from '@/components/reports/schedules/schedule-text';
import { type Column, DataTable } from '@/components/table/data-table';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import type { ReportMailRow, ReportRow } from '@/lib/contracts/reports';
import { fullMoment } from '@/lib/i18n/moment';
import { visibleText } from '@/lib/util/visible-text';

/** Which schedule made a report, for which date, and what became of each mail about it. */
export function ReportMails({ report }: { report: ReportRow }) {
  const t = useTranslations('schedules');
  const locale = useLocale();
  const { schedule, mails, timeZone } = report;
  if (schedule === null) return null;
  const due = fullMoment(new Date(schedule.dueAt), { locale, timeZone });
  return (
    <Panel title={t('mails.title')} hint={t('mails.made', { name: visibleText(schedule.name), due })}>
      {(schedule.isLate || schedule.missed > 0) && (
        <p className="px-4 pt-3 text-ink-2">
          {[
            ...(schedule.isLate ? [t('mails.late')] : []),
            ...(schedule.missed > 0 ? [t('mails.missed', { count: schedule.missed })] : []),
          ].join(' ')}
        </p>
      )}
      <MailTable mails={mails} />
    </Panel>
  );
}

function MailTable({ mails }: { mails: readonly ReportMailRow[] }) {
  const t = useTranslations('schedules.mails');
  const columns: Column<ReportMailRow>[] = [
    {
      id: 'recipient',
      header: t('recipient'),
      className: 'wrap-anywhere',
      cell: ({ recipient }) => recipient,
    },
    { id: 'state', header: t('state'), cell: (mail) => <MailState mail={mail} /> },
  ];
  return (
    <DataTable
      label={t('title')}
      {...{ columns }}
      rows={mails}
      keyOf={({ recipient }) => recipient}
      isTop
      empty={t('none')}
    />
  );
}

function MailState({ mail }: { mail: ReportMailRow }) {
  const t = useTranslations('schedules.mails');
  const problemText = useMailProblem();
  const zone = useZone();
  const { state, nextAt, changedAt, tries, problem } = mail;
  const when = fullMoment(new Date(nextAt ?? changedAt), zone);
  return (
    <span className="grid">
      <span>{t(state, { when, tries })}</span>
      {problem !== null && (
        <>
          <span className="text-small text-ink-2">{problemText(problem.code)}</span>
          <bdi className="text-small wrap-anywhere text-ink-3">{problem.detail}</bdi>
        </>
      )}
    </span>
  );
}
