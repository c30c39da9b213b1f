import type { ComponentPropsWithRef } from 'react';
import { Field } from '@/components/ui/field';
import { inputClass } from '@/components/ui/input-class';

type TextAreaProps = Omit<ComponentPropsWithRef<'textarea'>, 'id' | 'className'> & {
  label: string;
  hint?: string;
};

/** A field for texts of several lines. */
export function TextArea({ label, hint, ...textarea }: TextAreaProps) {
  return (
    <Field label={label} hint={hint}>
      {({ id, describedBy }) => (
        <textarea
          id={id}
          rows={3}
          aria-describedby={describedBy}
          className={`${inputClass()} resize-y px-2.5 py-2 text-body`}
          {...textarea}
        />
      )}
    </Field>
  );
}
