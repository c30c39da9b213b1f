import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { TypedField } from '@/components/ui/typed-field';
import { readClock } from '@/lib/i18n/typed-clock';

type ClockFieldProps = {
  label: string;
  /** `14:05`; empty for none. */
  value: string;
  /** Told of each change, in the same form; what cannot be read is none. */
  onChange: (value: string) => void;
};

/** A time of any day, which both languages write alike. It has none of what `TimeField` needs for days, months and zones. */
export function ClockField({ label, value, onChange }: ClockFieldProps) {
  const t = useTranslations('ui.time');
  const [typed, setTyped] = useState(value);
  const read = (text: string) => readClock(text) ?? '';
  // What the form has meanwhile been given from elsewhere replaces what was typed.
  const text = read(typed) === value ? typed : value;
  const mistake = text.trim() === '' ? t('missing.clock') : t('unreadable.clock', { example: '14:05' });
  return (
    <TypedField
      label={label}
      placeholder={t('format.clock')}
      required
      text={text}
      mistake={read(text) === '' ? mistake : null}
      onType={(next) => {
        setTyped(next);
        onChange(read(next));
      }}
    />
  );
}
