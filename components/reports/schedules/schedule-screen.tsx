'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { FrameworkRow } from '@/components/reports/framework-row';
import { ReportCrumbs } from '@/components/reports/report-crumbs';
import { ReportPreview } from '@/components/reports/report-preview';
import { KeepRow } from '@/components/reports/schedules/keep-row';
import { MailRow } from '@/components/reports/schedules/mail-row';
import { RhythmRow } from '@/components/reports/schedules/rhythm-row';
import {
  beginSchedule,
  datesOfDraft,
  draftOfRow,
  type ScheduleDraft,
  timesOfSchedule,
  zoneOfReport,
} from '@/components/reports/schedules/schedule-draft';
import { CoversRow, LanguageRows, NameRow, ScheduleForm } from '@/components/reports/schedules/schedule-form';
import { WhenRow } from '@/components/reports/schedules/when-row';
import { ScopeRow } from '@/components/reports/scope-row';
import { usePreview } from '@/components/reports/use-preview';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import type { NewReport } from '@/lib/client/new-report-address';
import { useTRPC } from '@/lib/client/trpc';
import { ASKED_ONCE } from '@/lib/client/watched-query';
import type { ReportPreview as Preview } from '@/lib/contracts/reports';
import type { ScheduleRow } from '@/lib/contracts/schedules';
import { FORMAT_LOCALE } from '@/lib/i18n/locales';
import { fullMoment } from '@/lib/i18n/moment';

type ScheduleScreenProps = {
  /** What a new one begins with, or which one is changed. */
  asked: NewReport | { id: string };
  /** When the form was opened, by the server's clock. */
  now: number;
  zones: readonly string[];
};

export function ScheduleScreen({ asked, ...frame }: ScheduleScreenProps) {
  return 'id' in asked ? <Change id={asked.id} {...frame} /> : <Create asked={asked} {...frame} />;
}

type Frame = Omit<ScheduleScreenProps, 'asked'>;

/** Begins in the reader's own zone, which a browser tells once the page stands, until they choose one. */
function Create({ asked, ...frame }: Frame & { asked: NewReport }) {
  const locale = useLocale();
  const { timeZone } = useZone();
  return <Screen {...frame} begun={beginSchedule(asked, { timeZone, locale })} row={null} />;
}

function Change({ id, ...frame }: Frame & { id: string }) {
  const trpc = useTRPC();
  const { data: row } = useSuspenseQuery(trpc.schedule.get.queryOptions({ id }, { meta: ASKED_ONCE }));
  return <Screen {...frame} begun={draftOfRow(row)} row={row} />;
}

type ScreenProps = Frame & { begun: ScheduleDraft; row: ScheduleRow | null };

function Screen({ begun, row, now, zones }: ScreenProps) {
  const t = useTranslations('schedules.form');
  const trpc = useTRPC();
  const { data: fabrics } = useSuspenseQuery(trpc.fabric.list.queryOptions());
  const { data: list } = useSuspenseQuery(trpc.schedule.list.queryOptions(undefined, { meta: ASKED_ONCE }));
  const [changed, setChanged] = useState<Partial<ScheduleDraft>>({});
  const draft = { ...begun, ...changed };
  const onChange = (more: Partial<ScheduleDraft>) => setChanged((before) => ({ ...before, ...more }));
  const { filter, kind, lang, timeZone, frameworks } = draft;
  const times = timesOfSchedule(draft, now);
  const shown = usePreview({ filter, kind, timeZone: zoneOfReport(draft) }, times);
  return (
    <div className="grid min-w-0 gap-4 px-gutter pt-5 pb-8">
      <div className="grid gap-1">
        <ReportCrumbs>{t(row === null ? 'create' : 'change')}</ReportCrumbs>
        <PageTitle>{t(row === null ? 'create' : 'change')}</PageTitle>
      </div>
      <div className="grid items-start gap-4 columns:grid-cols-[minmax(0,1fr)_var(--spacing-side)]">
        <Panel title={t('panel')}>
          <ScheduleForm draft={draft} row={row}>
            {row === null && (
              <WhenRow current="onSchedule" asked={{ filter, kind, lang, timeZone, frameworks }} />
            )}
            <NameRow {...{ draft, onChange }} />
            <Scope
              {...{ draft, onChange }}
              preview={shown.preview}
              fabrics={fabrics.map(({ name }) => name)}
            />
            <RhythmRow {...{ draft, zones, onChange }} />
            <CoversRow {...{ draft, onChange }} />
            <LanguageRows {...{ draft, onChange }} />
            <FrameworkRow chosen={draft.frameworks} onChange={(frameworks) => onChange({ frameworks })} />
            <MailRow {...{ draft, onChange }} mail={list.mail} />
            <KeepRow {...{ draft, onChange }} />
          </ScheduleForm>
        </Panel>
        <div className="grid min-w-0 content-start gap-4">
          <NextDates draft={draft} now={now} />
          <ReportPreview shown={shown} hasTime title={t('preview')} />
        </div>
      </div>
    </div>
  );
}

type ScopeProps = {
  draft: ScheduleDraft;
  fabrics: readonly string[];
  preview: Preview | null;
  onChange: (more: Partial<ScheduleDraft>) => void;
};

function Scope({ draft, fabrics, preview, onChange }: ScopeProps) {
  const t = useTranslations('reports.form');
  return (
    <ScopeRow
      filter={draft.filter}
      fabrics={fabrics}
      hint={preview === null ? t('scopeHint') : t('matching', { count: preview.totals.hosts })}
      at={null}
      onChange={(filter) => onChange({ filter })}
    />
  );
}

/** Counted by the same function as the server's, from when the page was opened. */
function NextDates({ draft, now }: { draft: ScheduleDraft; now: number }) {
  const t = useTranslations('schedules.form');
  const locale = useLocale();
  const { timeZone } = draft;
  const weekday = new Intl.DateTimeFormat(FORMAT_LOCALE[locale], { weekday: 'long', timeZone });
  const dates = datesOfDraft(draft, now).map((date) => new Date(date));
  return (
    <aside aria-label={t('next')}>
      <Panel title={t('next')} hint={t('nextHint', { timeZone })}>
        {dates.length === 0 ? (
          <p className="px-4 py-3 text-ink-2">{t('nextNone')}</p>
        ) : (
          <ol className="grid gap-2 px-4 py-3" aria-live="polite">
            {dates.map((date) => (
              <li key={date.getTime()} className="grid">
                <time dateTime={date.toISOString()}>{fullMoment(date, { locale, timeZone })}</time>
                <span className="text-small text-ink-3">{weekday.format(date)}</span>
              </li>
            ))}
          </ol>
        )}
      </Panel>
    </aside>
  );
}
