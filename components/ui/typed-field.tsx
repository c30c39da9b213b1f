import {
  type FocusEvent,
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';
import { Field } from '@/components/ui/field';
import { inputClass } from '@/components/ui/input-class';
import { keepBubbleAway } from '@/components/ui/use-refusal';

/** What is wrong is said once somebody goes on to another field or sends the form, which goes nowhere until it is right. */
function useSaidMistake(mistake: string | null) {
  const input = useRef<HTMLInputElement>(null);
  const [isSaid, setSaid] = useState(false);
  useEffect(() => input.current?.setCustomValidity(mistake ?? ''), [mistake]);

  function handleInvalid(event: FormEvent<HTMLInputElement>) {
    keepBubbleAway(event);
    setSaid(true);
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

type TypedFieldProps = {
  label: string;
  hint?: string | undefined;
  className?: string | undefined;
  placeholder: string;
  required?: boolean | undefined;
  text: string;
  /** What is wrong with the text, in words; null for nothing. */
  mistake: string | null;
  onType: (text: string) => void;
  /** What stands over its end. */
  children?: ReactNode;
};

/** A field for a text that has to be written in one of some ways, and says how. */
export function TypedField({
  label,
  hint,
  className,
  placeholder,
  required,
  text,
  mistake,
  onType,
  children,
}: TypedFieldProps) {
  const { input, said, handlers } = useSaidMistake(mistake);
  return (
    <Field label={label} hint={hint} error={said ?? undefined} isErrorSaid className={className}>
      {({ id, describedBy, isInvalid }) => (
        <span className="relative block">
          <input
            ref={input}
            id={id}
            type="text"
            className={inputClass({ kind: 'line', className: children === undefined ? '' : 'pr-9' })}
            autoComplete="off"
            placeholder={placeholder}
            value={text}
            aria-describedby={describedBy}
            aria-invalid={isInvalid || undefined}
            aria-required={required}
            onChange={({ target }) => onType(target.value)}
            {...handlers}
          />
          {children}
        </span>
      )}
    </Field>
  );
}
