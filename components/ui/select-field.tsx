import type { ComponentPropsWithRef } from 'react';
import { Field } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { inputClass } from '@/components/ui/input-class';

type Choice = { value: string; label: string };

type SelectFieldProps = Omit<ComponentPropsWithRef<'select'>, 'id' | 'children'> & {
  label: string;
  hint?: string;
  choices: readonly Choice[];
};

/** The browser's own list: it works with every keyboard, screen reader and content policy. */
export function SelectField({ label, hint, choices, ...select }: SelectFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {({ id, describedBy }) => (
        <span className="relative block">
          <select
            id={id}
            className={inputClass({ kind: 'select' })}
            aria-describedby={describedBy}
            {...select}
          >
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
          <Icon name="down" size={12} className="pointer-events-none absolute top-2.5 right-2.5" />
        </span>
      )}
    </Field>
  );
}
