import type { ComponentPropsWithRef } from 'react';
import { Field } from '@/components/ui/field';

type TextFieldProps = Omit<ComponentPropsWithRef<'input'>, 'id'> & {
  label: string;
  hint?: string;
  error?: string;
};

export function TextField({ label, hint, error, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {({ id, describedBy, isInvalid }) => (
        <input
          id={id}
          className="inp"
          aria-describedby={describedBy}
          aria-invalid={isInvalid || undefined}
          {...input}
        />
      )}
    </Field>
  );
}
