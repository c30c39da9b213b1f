'use client';

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { useErrorText } from '@/components/fleet/error-text';
import { inReadingOrder } from '@/components/reports/file-order';
import { FormRow } from '@/components/reports/form-row';
import { FrameworkRow } from '@/components/reports/framework-row';
import type { DraftTimes } from '@/components/reports/preview-input';
import { useFormatName } from '@/components/reports/report-downloads';
import { beginDraft, type Draft, inputOfDraft, timesOfDraft } from '@/components/reports/report-draft';
import { ReportHeadline } from '@/components/reports/report-headline';
import { ReportPreview } from '@/components/reports/report-preview';
import { WhenRow } from '@/components/reports/schedules/when-row';
import { ScopeRow } from '@/components/reports/scope-row';
import { TimeRow } from '@/components/reports/time-row';
import { usePreview } from '@/components/reports/use-preview';
import { Button, buttonClass } from '@/components/ui/button';
import { ChoiceGroup } from '@/components/ui/choice-group';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { Link } from '@/components/ui/link';
import { OffReason } from '@/components/ui/off-reason';
import { Panel } from '@/components/ui/panel';
import { TextField } from '@/components/ui/text-field';
import { useZone } from '@/components/ui/use-zone';
import { errorCodeOf } from '@/lib/client/error-code';
import type { NewReport } from '@/lib/client/new-report-address';
import { reportsAddress } from '@/lib/client/report-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import type { ReportPreview as Preview } from '@/lib/contracts/reports';
import { formatsOfKind, REPORT_LANGUAGES } from '@/lib/contracts/words/reports';

const TITLE_AT_MOST = 120;

type NewReportProps = {
  asked: NewReport;
  /** When the form was opened, by the server's clock. */
  now: number;
  zones: readonly string[];
};

export function NewReportScreen({ asked, now, zones }: NewReportProps) {
  const t = useTranslations('reports.form');
  const trpc = useTRPC();
  const { draft, change } = useDraft(asked, now);
  const { data: begins } = useSuspenseQuery(trpc.history.begins.queryOptions());
  const { data: fabrics } = useSuspenseQuery(trpc.fabric.list.queryOptions());
  const times = timesOfDraft(draft, { now, historyFrom: begins.historyFrom });
  const shown = usePreview(draft, times);
  const { preview } = shown;
  return (
    <div className="grid min-w-0 gap-4 px-gutter pt-5 pb-8">
      <ReportHeadline {...{ draft, times, preview }} />
      <div className="grid items-start gap-4 columns:grid-cols-[minmax(0,1fr)_var(--spacing-side)]">
        <Panel title={t('title')}>
          <ReportForm {...{ draft, times, preview, change }}>
            <WhenRow current="once" asked={askedOf(draft)} />
            <ScopeRow
              filter={draft.filter}
              fabrics={fabrics.map(({ name }) => name)}
              hint={preview === null ? t('scopeHint') : t('matching', { count: preview.totals.hosts })}
              at={'end' in times ? times.end : null}
              onChange={(filter) => change({ filter })}
            />
            <TimeRow {...{ draft, times, now, zones }} onChange={change} />
          </ReportForm>
        </Panel>
        <ReportPreview shown={shown} hasTime={!('problem' in times)} />
      </div>
    </div>
  );
}

/** What the form of a schedule begins with. */
const askedOf = ({ filter, kind, lang, timeZone, frameworks }: Draft) => ({
  filter,
  kind,
  lang,
  timeZone,
  frameworks,
});

/** Begins in the reader's own zone, which a browser tells once the page stands, until they choose one. */
function useDraft(asked: NewReport, now: number) {
  const locale = useLocale();
  const { timeZone } = useZone();
  const [changed, setChanged] = useState<Partial<Draft>>({});
  const draft = { ...beginDraft(asked, { timeZone, locale }, now), ...changed };
  const change = (more: Partial<Draft>) => setChanged((before) => ({ ...before, ...more }));
  return { draft, change };
}

type FormProps = {
  draft: Draft;
  times: DraftTimes;
  preview: Preview | null;
  change: (changed: Partial<Draft>) => void;
  children: React.ReactNode;
};

function ReportForm({ draft, times, preview, change, children }: FormProps) {
  const t = useTranslations('reports.form');
  const { mutate, isPending, errorText } = useCreate();
  const isEmpty = preview?.totals.hosts === 0 && draft.kind === 'moment';
  const isRefused = 'problem' in times || isEmpty;
  const reasonId = useId();

  function handleSubmit() {
    if (!('problem' in times)) mutate(inputOfDraft(draft, times));
  }

  return (
    <Form onSubmit={handleSubmit}>
      {children}
      <Rest draft={draft} change={change} />
      <div className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-3">
        <span className="mr-auto grid gap-1 text-small text-ink-3">
          {isRefused ? (
            <OffReason id={reasonId}>
              {t('problem' in times ? `problem.${times.problem}` : 'noHosts')}
            </OffReason>
          ) : (
            <span>{t('recorded')}</span>
          )}
          {errorText !== null && <FormError>{errorText}</FormError>}
        </span>
        <Link className={buttonClass()} href={inScope(reportsAddress(), useScope())}>
          {t('cancel')}
        </Link>
        <Button
          type="submit"
          variant="primary"
          disabled={isPending || isRefused}
          aria-describedby={isRefused ? reasonId : undefined}
        >
          {t('make')}
        </Button>
      </div>
    </Form>
  );
}

/** Whom it is for, and what it is called. */
function Rest({ draft, change }: Pick<FormProps, 'draft' | 'change'>) {
  const t = useTranslations('reports');
  const shell = useTranslations('shell');
  const formatName = useFormatName();
  // Each in its own words, as in the bar: who reads it is not who asks.
  const names = { en: shell('inEnglish'), fr: shell('inFrench') };
  const languages = REPORT_LANGUAGES.map((value) => ({ value, label: names[value] }));
  return (
    <>
      <FormRow title={t('form.language')} hint={t('form.languageHint')}>
        <ChoiceGroup
          label={t('form.language')}
          value={draft.lang}
          choices={languages}
          onChange={(lang) => change({ lang })}
        />
      </FormRow>
      <FormRow title={t('form.name')}>
        <div className="w-full">
          <TextField
            label={t('form.nameLabel')}
            value={draft.title}
            maxLength={TITLE_AT_MOST}
            hint={t('form.nameHint', { length: draft.title.length, most: TITLE_AT_MOST })}
            onChange={({ target }) => change({ title: target.value })}
          />
        </div>
      </FormRow>
      <FrameworkRow chosen={draft.frameworks} onChange={(frameworks) => change({ frameworks })} />
      <FormRow title={t('form.formats')} hint={t('form.formatsHint')}>
        <p>
          {inReadingOrder(formatsOfKind(draft.kind), (format) => format)
            .map(formatName)
            .join(', ')}
        </p>
      </FormRow>
    </>
  );
}

function useCreate() {
  const t = useTranslations('reports.form');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const scope = useScope();
  const errorText = useErrorText();
  const { mutate, isPending, error } = useMutation(
    trpc.report.create.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.report.pathFilter());
        router.push(inScope(reportsAddress(), scope));
      },
    }),
  );
  const code = errorCodeOf(error);
  const texts = { '/title': t('nameLabel') };
  const fallback = code === 'invalid_value' ? t('invalid') : t('failed');
  const text = () => {
    if (code === 'before_history') return t('problem.beforeHistory');
    return code === 'too_many_requests' ? t('problem.tooMany') : errorText(error, { fallback, texts });
  };
  return { mutate, isPending, errorText: error && text() };
}
