'use client';

import { useLocale, useTranslations } from 'next-intl';
import { FormRow } from '@/components/reports/form-row';
import type { DraftTimes } from '@/components/reports/preview-input';
import { type Draft, daysOfDraft, PRESET_CHOICES } from '@/components/reports/report-draft';
import { ChoiceGroup } from '@/components/ui/choice-group';
import { SelectField } from '@/components/ui/select-field';
import { TimeField } from '@/components/ui/time-field';
import { REPORT_KINDS } from '@/lib/contracts/words/reports';
import type { PeriodDays } from '@/lib/domain/report/presets';
import { calendarDay, fieldMoment } from '@/lib/i18n/moment';
import { clockMoment, END_OF_DAY } from '@/lib/i18n/zone-clock';

type TimeRowProps = {
  draft: Draft;
  times: DraftTimes;
  now: number;
  zones: readonly string[];
  onChange: (changed: Partial<Draft>) => void;
};

/** A moment or a period, and the zone whose days it has. */
export function TimeRow({ draft, times, now, zones, onChange }: TimeRowProps) {
  const t = useTranslations('reports.form');
  const kinds = REPORT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }));
  const known = zones.includes(draft.timeZone) ? zones : [draft.timeZone, ...zones];
  return (
    <FormRow title={t('covers')} hint={<TimeHint draft={draft} times={times} />}>
      <ChoiceGroup
        label={t('covers')}
        value={draft.kind}
        choices={kinds}
        onChange={(kind) => onChange({ kind })}
      />
      {draft.kind === 'moment' ? (
        <Moment {...{ draft, now, onChange }} />
      ) : (
        <Period {...{ draft, now, onChange }} />
      )}
      <SelectField
        label={t('timeZone')}
        value={draft.timeZone}
        choices={known.map((zone) => ({ value: zone, label: zone }))}
        onChange={({ target }) => onChange({ timeZone: target.value })}
      />
    </FormRow>
  );
}

type PartProps = Pick<TimeRowProps, 'draft' | 'now' | 'onChange'>;

function Moment({ draft, now, onChange }: PartProps) {
  const t = useTranslations('reports.form');
  const tTime = useTranslations('shell.time');
  const locale = useLocale();
  const zone = { locale, timeZone: draft.timeZone };
  const { moment } = draft;
  const choices = [
    { value: 'now', label: t('now') },
    { value: 'then', label: t('earlier') },
  ] as const;
  return (
    <>
      <ChoiceGroup
        label={t('moment')}
        value={moment === null ? 'now' : 'then'}
        choices={choices}
        onChange={(value) => onChange({ moment: value === 'now' ? null : new Date(now) })}
      />
      {moment !== null && (
        <TimeField
          label={t('moment')}
          kind="moment"
          value={typeof moment === 'string' ? moment : clockMoment(moment, zone)}
          timeZone={draft.timeZone}
          hint={tTime('dayAlone', { time: END_OF_DAY })}
          max={fieldMoment(new Date(now), zone)}
          required
          isPast
          onChange={(typed) => onChange({ moment: typed })}
        />
      )}
    </>
  );
}

function Period({ draft, now, onChange }: PartProps) {
  const t = useTranslations('reports.form');
  const locale = useLocale();
  const days = daysOfDraft(draft, now);
  const today = calendarDay(new Date(now), { locale, timeZone: draft.timeZone });
  const set = (changed: Partial<PeriodDays>) => onChange({ preset: 'own', own: { ...days, ...changed } });
  const presets = PRESET_CHOICES.map((value) => ({ value, label: t(`preset.${value}`) }));
  return (
    <>
      <ChoiceGroup
        label={t('period')}
        value={draft.preset}
        choices={presets}
        onChange={(preset) => onChange({ preset, own: days })}
      />
      <div className="grid w-full gap-3 tablet:grid-cols-2">
        <TimeField
          label={t('from')}
          kind="day"
          value={days.first}
          max={today}
          required
          onChange={(first) => set({ first })}
        />
        <TimeField
          label={t('to')}
          kind="day"
          value={days.last}
          max={today}
          required
          onChange={(last) => set({ last })}
        />
      </div>
    </>
  );
}

function TimeHint({ draft, times }: Pick<TimeRowProps, 'draft' | 'times'>) {
  const t = useTranslations('reports.form');
  if ('problem' in times) return t(`problem.${times.problem}`);
  return draft.kind === 'moment' ? t('momentHint') : t('periodHint', { days: times.days });
}
