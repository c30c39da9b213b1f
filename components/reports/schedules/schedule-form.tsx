'use client';

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { errorPointerOf, useErrorText } from '@/components/fleet/error-text';
import { FormRow } from '@/components/reports/form-row';
import type { RowProps } from '@/components/reports/schedules/rhythm-row';
import {
  hasWrongField,
  inputOfSchedule,
  type ScheduleDraft,
} from '@/components/reports/schedules/schedule-draft';
import { Button, buttonClass } from '@/components/ui/button';
import { ChoiceGroup } from '@/components/ui/choice-group';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { Link } from '@/components/ui/link';
import { OffReason } from '@/components/ui/off-reason';
import { TextField } from '@/components/ui/text-field';
import { errorCodeOf } from '@/lib/client/error-code';
import { reportsAddress } from '@/lib/client/report-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import type { ScheduleRow } from '@/lib/contracts/schedules';
import { REPORT_KINDS, REPORT_LANGUAGES } from '@/lib/contracts/words/reports';
import { visibleText } from '@/lib/util/visible-text';

const NAME_AT_MOST = 100;
const TITLE_AT_MOST = 120;

type FormProps = {
  draft: ScheduleDraft;
  /** What is changed; null for a new one. */
  row: ScheduleRow | null;
  children: ReactNode;
};

/** Saves, and says beside the button why it cannot. */
export function ScheduleForm({ draft, row, children }: FormProps) {
  const t = useTranslations('schedules.form');
  const { save, isPending, errorText } = useSave(row);
  const reasonId = useId();
  const isOff = hasWrongField(draft);

  function handleSubmit() {
    if (!isOff) save(draft);
  }

  return (
    <Form onSubmit={handleSubmit}>
      {children}
      <div className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-3">
        <span className="mr-auto grid gap-1 text-small text-ink-3">
          {isOff ? <OffReason id={reasonId}>{t('wrongAbove')}</OffReason> : <span>{t('recorded')}</span>}
          {row !== null && !row.isOwn && <span>{t('takesOver', { owner: visibleText(row.owner) })}</span>}
          {errorText !== null && <FormError>{errorText}</FormError>}
        </span>
        <span className="flex flex-wrap gap-2">
          <Link className={buttonClass()} href={inScope(reportsAddress(), useScope())}>
            {t('cancel')}
          </Link>
          <Button
            type="submit"
            variant="primary"
            disabled={isPending || isOff}
            aria-describedby={isOff ? reasonId : undefined}
          >
            {t('save')}
          </Button>
        </span>
      </div>
    </Form>
  );
}

/** What it is called, what each report covers, and in which language. */
export function NameRow({ draft, onChange }: RowProps) {
  const t = useTranslations('schedules.form');
  return (
    <FormRow title={t('name')}>
      <div className="w-full">
        <TextField
          label={t('nameLabel')}
          required
          value={draft.name}
          maxLength={NAME_AT_MOST}
          hint={t('nameHint')}
          onChange={({ target }) => onChange({ name: target.value })}
        />
      </div>
    </FormRow>
  );
}

export function CoversRow({ draft, onChange }: RowProps) {
  const t = useTranslations('schedules.form');
  const { kind, every } = draft;
  const label = { moment: t('moment'), period: t(`period.${every}`) };
  return (
    <FormRow title={t('covers')} hint={kind === 'moment' ? t('momentHint') : t(`periodHint.${every}`)}>
      <ChoiceGroup
        label={t('covers')}
        value={kind}
        choices={REPORT_KINDS.map((value) => ({ value, label: label[value] }))}
        onChange={(value) => onChange({ kind: value })}
      />
    </FormRow>
  );
}

export function LanguageRows({ draft, onChange }: RowProps) {
  const t = useTranslations('schedules.form');
  const shell = useTranslations('shell');
  // Each in its own words, as in the bar: who reads it is not who asks.
  const names = { en: shell('inEnglish'), fr: shell('inFrench') };
  return (
    <>
      <FormRow title={t('language')} hint={t('languageHint')}>
        <ChoiceGroup
          label={t('language')}
          value={draft.lang}
          choices={REPORT_LANGUAGES.map((value) => ({ value, label: names[value] }))}
          onChange={(lang) => onChange({ lang })}
        />
      </FormRow>
      <FormRow title={t('reportTitle')}>
        <div className="w-full">
          <TextField
            label={t('reportTitleLabel')}
            value={draft.title}
            maxLength={TITLE_AT_MOST}
            hint={t('reportTitleHint')}
            onChange={({ target }) => onChange({ title: target.value })}
          />
        </div>
      </FormRow>
    </>
  );
}

function useSave(row: ScheduleRow | null) {
  const t = useTranslations('schedules.form');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const scope = useScope();
  const errorText = useErrorText();
  const { data: fabrics } = useSuspenseQuery(trpc.fabric.list.queryOptions());
  const fabricNames = fabrics.map(({ name }) => visibleText(name));
  const onSuccess = async () => {
    await queries.invalidateQueries(trpc.schedule.pathFilter());
    router.push(inScope(reportsAddress(), scope));
  };
  const create = useMutation(trpc.schedule.create.mutationOptions({ onSuccess }));
  const update = useMutation(trpc.schedule.update.mutationOptions({ onSuccess }));
  const { error, isPending } = row === null ? create : update;
  const own = { not_found: t('gone'), forbidden: t('denied') };
  const code = errorCodeOf(error);
  const text = Object.entries(own).find(([one]) => one === code)?.[1];
  const texts = { '/name': t('nameLabel'), '/report/title': t('reportTitleLabel') };
  const isScope = errorPointerOf(error) === '/report/filter';
  const invalid = isScope ? t('scopeRefused', { names: fabricNames.join(', ') }) : t('invalid');
  const fallback = code === 'invalid_value' ? invalid : t('saveFailed');
  return {
    save: (draft: ScheduleDraft) => {
      const input = inputOfSchedule(draft);
      if (row === null) return create.mutate(input);
      // Its title goes where the field was emptied: the whole of what is reported is sent.
      return update.mutate({ ...input, id: row.id });
    },
    isPending,
    errorText: error && (text ?? errorText(error, { fallback, texts })),
  };
}
