'use client';

import { useTranslations } from 'next-intl';
import { FormRow } from '@/components/reports/form-row';
import type { ScheduleDraft } from '@/components/reports/schedules/schedule-draft';
import { useWeekdayName } from '@/components/reports/schedules/schedule-text';
import { ChoiceGroup } from '@/components/ui/choice-group';
import { ClockField } from '@/components/ui/clock-field';
import { SelectField } from '@/components/ui/select-field';
import { RHYTHMS } from '@/lib/domain/report/rhythm';

export type RowProps = { draft: ScheduleDraft; onChange: (changed: Partial<ScheduleDraft>) => void };

const WEEK = [1, 2, 3, 4, 5, 6, 7];
const MONTH = Array.from({ length: 31 }, (_, index) => index + 1);

/** How often, on which day, at what time of which clocks. */
export function RhythmRow({ draft, zones, onChange }: RowProps & { zones: readonly string[] }) {
  const t = useTranslations('schedules.form');
  const known = zones.includes(draft.timeZone) ? zones : [draft.timeZone, ...zones];
  return (
    <FormRow title={t('every.label')} hint={t('clockHint')}>
      <ChoiceGroup
        label={t('every.label')}
        value={draft.every}
        choices={RHYTHMS.map((value) => ({ value, label: t(`every.${value}`) }))}
        onChange={(every) => onChange({ every })}
      />
      <div className="grid w-full gap-3 tablet:grid-cols-3">
        <Day {...{ draft, onChange }} />
        <ClockField label={t('at')} value={draft.at} onChange={(at) => onChange({ at })} />
        <SelectField
          label={t('timeZone')}
          value={draft.timeZone}
          choices={known.map((zone) => ({ value: zone, label: zone }))}
          onChange={({ target }) => onChange({ timeZone: target.value })}
        />
      </div>
      {draft.every === 'month' && draft.monthDay > 28 && (
        <p className="text-small text-ink-3">{t('monthDayHint')}</p>
      )}
    </FormRow>
  );
}

function Day({ draft, onChange }: RowProps) {
  const t = useTranslations('schedules.form');
  const weekdayName = useWeekdayName();
  if (draft.every === 'day') return null;
  if (draft.every === 'week')
    return (
      <SelectField
        label={t('weekday')}
        value={String(draft.weekday)}
        choices={WEEK.map((day) => ({ value: String(day), label: weekdayName(day) }))}
        onChange={({ target }) => onChange({ weekday: Number(target.value) })}
      />
    );
  return (
    <SelectField
      label={t('monthDay')}
      value={String(draft.monthDay)}
      choices={MONTH.map((day) => ({ value: String(day), label: String(day) }))}
      onChange={({ target }) => onChange({ monthDay: Number(target.value) })}
    />
  );
}
