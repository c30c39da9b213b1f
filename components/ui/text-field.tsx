import type { ComponentPropsWithRef } from 'react';
import { Field } from '@/components/ui/field';
import { inputClass } from '@/components/ui/input-class';
import { useRefusal } from '@/components/ui/use-refusal';

type TextFieldProps = Omit<ComponentPropsWithRef<'input'>, 'id'> & {
  label: string;
  hint?: string;
  error?: string;
  isErrorSaid?: boolean;
};

export function TextField({ label, hint, error, isErrorSaid, ...input }: TextFieldProps) {
  const { refusal, handlers } = useRefusal();
  return (
    <Field
      label={label}
      hint={hint}
      error={error ?? refusal}
      isErrorSaid={isErrorSaid ?? refusal !== undefined}
    >
      {({ id, describedBy, isInvalid }) => (
        <input
          id={id}
          className={inputClass({ kind: 'line' })}
          aria-describedby={describedBy}
          aria-invalid={isInvalid || undefined}
          {...handlers}
          {...input}
        />
      )}
    </Field>
  );
}
