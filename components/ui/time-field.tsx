'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { PickerButton } from '@/components/ui/picker-button';
import { TypedField } from '@/components/ui/typed-field';
import { type TimeLimits, useDayAlone, useTimeMistake } from '@/components/ui/use-time-mistake';
import { type DayAlone, readTyped, type TypedKind, writeTyped } from '@/lib/i18n/typed-time';

type TimeFieldProps = TimeLimits & {
  label: string;
  kind: TypedKind;
  /** As programs write it, whatever is shown: `2026-11-27T14:05` or `2026-11-27`; empty for none. */
  value: string;
  /** Told of each change, in the same form; what cannot be read is none. */
  onChange?: (value: string) => void;
  /** What a form has it under, in the same form. */
  name?: string;
  hint?: string;
  className?: string;
};

/** What stands in the field, and what programs would write for it. */
function useTypedText({
  kind,
  value,
  onChange,
  dayAlone,
}: Pick<TimeFieldProps, 'kind' | 'value' | 'onChange'> & { dayAlone: DayAlone }) {
  const locale = useLocale();
  const [typed, setTyped] = useState<string | null>(null);
  const read = (some: string) => readTyped(kind, some, locale, dayAlone);
  // What the form has meanwhile been given from elsewhere replaces what was typed.
  const isOwn = typed !== null && (onChange === undefined || (read(typed) ?? '') === value);
  const text = isOwn ? typed : writeTyped(kind, value, locale);

  function type(next: string) {
    setTyped(next);
    onChange?.(read(next) ?? '');
  }

  return { text, meant: read(text), type, pick: (picked: string) => type(writeTyped(kind, picked, locale)) };
}

/** A day, or a time of it with it, written as the language of the page has it: the browser's own fields follow its own language. */
export function TimeField({
  label,
  kind,
  value,
  onChange,
  name,
  hint,
  className,
  ...limits
}: TimeFieldProps) {
  const t = useTranslations('ui.time');
  const { required, min, max } = limits;
  const dayAlone = useDayAlone(limits);
  const { text, meant, type, pick } = useTypedText({ kind, value, onChange, dayAlone });
  const mistake = useTimeMistake({ kind, text, ...limits, dayAlone });
  return (
    <TypedField
      {...{ label, hint, className, required, text, mistake }}
      placeholder={t(`format.${kind}`)}
      onType={type}
    >
      {name !== undefined && <input type="hidden" name={name} value={meant ?? ''} />}
      <PickerButton name={t('pick', { label })} value={meant} onPick={pick} {...{ kind, min, max }} />
    </TypedField>
  );
}
