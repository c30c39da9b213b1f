import type { ComponentPropsWithRef } from 'react';
import { Field } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';

type Choice = { value: string; label: string };

type SelectFieldProps = Omit<ComponentPropsWithRef<'select'>, 'id' | 'children'> & {
  label: string;
  choices: readonly Choice[];
};

/** The browser's own list: it works with every keyboard, screen reader and content policy. */
export function SelectField({ label, choices, ...select }: SelectFieldProps) {
  return (
    <Field label={label}>
      {({ id }) => (
        <span className="select-box">
          <select id={id} className="inp select" {...select}>
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
          <Icon name="down" size={12} />
        </span>
      )}
    </Field>
  );
}
