'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type FocusEvent, type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Field } from '@/components/ui/field';
import { inputClass } from '@/components/ui/input-class';
import { PickerButton } from '@/components/ui/picker-button';
import { type TimeLimits, useDayAlone, useTimeMistake } from '@/components/ui/use-time-mistake';
import { type DayAlone, readTyped, type TypedKind, writeTyped } from '@/lib/i18n/typed-time';

type TimeFieldProps = TimeLimits & {
  label: string;
  kind: TypedKind;
  /** As programs write it, whatever is shown: `2026-11-27T14:05`, `2026-11-27` or `14:05`; empty for none. */
  value: string;
  /** Told of each change, in the same form; what cannot be read is none. */
  onChange?: (value: string) => void;
  /** What a form has it under, in the same form. */
  name?: string;
  hint?: string;
  className?: string;
};

/** What is wrong is said once somebody goes on to another field or sends the form, which goes nowhere until it is right. */
function useSaidMistake(mistake: string | null) {
  const input = useRef<HTMLInputElement>(null);
  const [isSaid, setSaid] = useState(false);
  useEffect(() => input.current?.setCustomValidity(mistake ?? ''), [mistake]);

  /** The browser's own bubble is in the browser's language. */
  function handleInvalid(event: FormEvent<HTMLInputElement>) {
    event.preventDefault();
    setSaid(true);
    const fields = [...(event.currentTarget.form?.elements ?? [])];
    const first = fields.find((field) => field.matches(':invalid:not(fieldset)'));
    if (first === event.currentTarget) event.currentTarget.focus();
  }

  /** Whoever goes on by Tab has no pointer under which something could move. */
  function handleKeyDown({ key }: KeyboardEvent) {
    if (key === 'Tab') setSaid(true);
  }

  /** A text that appears moves a button away from under the pointer. Sending the form says what is wrong in any case. */
  function handleBlur({ relatedTarget }: FocusEvent) {
    if (relatedTarget instanceof HTMLElement && relatedTarget.matches('input, select, textarea'))
      setSaid(true);
  }

  const handlers = { onInvalid: handleInvalid, onKeyDown: handleKeyDown, onBlur: handleBlur };
  return { input, said: isSaid ? mistake : null, handlers };
}

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

/** A day, a time of it or both, written as the language of the page has it: the browser's own fields follow its own language. */
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
  const { input, said, handlers } = useSaidMistake(mistake);
  return (
    <Field label={label} hint={hint} error={said ?? undefined} isErrorSaid className={className}>
      {({ id, describedBy, isInvalid }) => (
        <span className="relative block">
          <input
            ref={input}
            id={id}
            type="text"
            className={inputClass({ kind: 'line', className: kind === 'clock' ? '' : 'pr-9' })}
            autoComplete="off"
            placeholder={t(`format.${kind}`)}
            value={text}
            aria-describedby={describedBy}
            aria-invalid={isInvalid || undefined}
            aria-required={required}
            onChange={({ target }) => type(target.value)}
            {...handlers}
          />
          {name !== undefined && <input type="hidden" name={name} value={meant ?? ''} />}
          {kind !== 'clock' && (
            <PickerButton name={t('pick', { label })} value={meant} onPick={pick} {...{ kind, min, max }} />
          )}
        </span>
      )}
    </Field>
  );
}
