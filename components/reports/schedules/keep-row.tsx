'use client';

import { useTranslations } from 'next-intl';
import { FormRow } from '@/components/reports/form-row';
import type { RowProps } from '@/components/reports/schedules/rhythm-row';
import { isKeepBad, isKeepDaysBad } from '@/components/reports/schedules/schedule-draft';
import { TextField } from '@/components/ui/text-field';
import { KEEP_AT_MOST, KEEP_DAYS_AT_MOST } from '@/lib/contracts/words/schedules';

/** How many of its reports stay, and how long. */
export function KeepRow({ draft, onChange }: RowProps) {
  const t = useTranslations('schedules.form');
  const bad = (isBad: boolean, most: number) => (isBad ? { error: t('keepBad', { most }) } : {});
  return (
    <FormRow title={t('keep')} hint={t('keepHint')}>
      <div className="grid w-full gap-3 tablet:grid-cols-2">
        <TextField
          label={t('keepNewest')}
          inputMode="numeric"
          value={draft.keep}
          {...bad(isKeepBad(draft), KEEP_AT_MOST)}
          onChange={({ target }) => onChange({ keep: target.value })}
        />
        <TextField
          label={t('keepDays')}
          inputMode="numeric"
          value={draft.keepDays}
          {...bad(isKeepDaysBad(draft), KEEP_DAYS_AT_MOST)}
          onChange={({ target }) => onChange({ keepDays: target.value })}
        />
      </div>
    </FormRow>
  );
}
