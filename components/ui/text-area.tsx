import type { ComponentPropsWithRef } from 'react';
import { Field } from '@/components/ui/field';
import { inputClass } from '@/components/ui/input-class';
import { useRefusal } from '@/components/ui/use-refusal';

type TextAreaProps = Omit<ComponentPropsWithRef<'textarea'>, 'id' | 'className'> & {
  label: string;
  hint?: string;
};

/** A field for texts of several lines. */
export function TextArea({ label, hint, ...textarea }: TextAreaProps) {
  const { refusal, handlers } = useRefusal();
  return (
    <Field label={label} hint={hint} error={refusal} isErrorSaid>
      {({ id, describedBy, isInvalid }) => (
        <textarea
          id={id}
          rows={3}
          aria-describedby={describedBy}
          aria-invalid={isInvalid || undefined}
          className={`${inputClass()} resize-y px-2.5 py-2 text-body`}
          {...handlers}
          {...textarea}
        />
      )}
    </Field>
  );
}
