'use client';

import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { Button, type ButtonLook } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { FormError } from '@/components/ui/form-error';

type ConfirmedProps = {
  /** The first press asks `question`. */
  children: ReactNode;
  /** Names the thing for people who do not see the row. */
  label?: string;
  question: string;
  confirm: string;
  cancel: string;
  isPending: boolean;
  errorText: string | null;
  onConfirm: () => void;
  /** How it looks where it is not tiny and plain, such as beside larger ones. */
  look?: ButtonLook;
  /** Where the question opens: at the end of a row, or, said so, under a text. */
  align?: 'end' | 'start';
  /** It takes the place of the one that was just confirmed, and the focus with it. */
  startsFocused?: boolean;
};

const focusIt = (button: HTMLButtonElement | null) => button?.focus();

/** Tells the question that is open that another one is asked. */
const questions = new EventTarget();

/** Whether it is asked. One question is open at a time. */
function useQuestion(startsFocused: boolean, isPending: boolean) {
  const [state, setState] = useState<'idle' | 'asked' | 'focused'>(startsFocused ? 'focused' : 'idle');
  function ask() {
    questions.dispatchEvent(new Event('ask'));
    setState('asked');
  }

  // The others are components of their own. One that is being carried out stays, to tell how it went.
  useEffect(() => {
    if (state !== 'asked' || isPending) return;
    const close = () => setState('idle');
    questions.addEventListener('ask', close);
    return () => questions.removeEventListener('ask', close);
  }, [state, isPending]);
  return { state, ask, leave: () => setState('focused') };
}

/** What is not taken back: the first press says what it does, the second does it. */
export function ConfirmedButton({
  children,
  label,
  question,
  confirm,
  cancel,
  isPending,
  errorText,
  onConfirm,
  look,
  align,
  startsFocused = false,
}: ConfirmedProps) {
  const isAtEnd = align !== 'start';
  const { state, ask, leave } = useQuestion(startsFocused, isPending);
  // What was refused before is of no question that is asked anew.
  const [isTried, setTried] = useState(false);
  const leaveByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    // The menu or the panel that the question stands in stays open.
    event.preventDefault();
    leave();
  };
  if (state !== 'asked')
    return (
      <Button
        size="tiny"
        {...look}
        ref={state === 'focused' ? focusIt : null}
        className="justify-self-start"
        aria-label={label}
        onClick={() => {
          setTried(false);
          ask();
        }}
      >
        {children}
      </Button>
    );
  return (
    <span className={classNames('grid gap-1', isAtEnd && 'justify-items-end text-right')}>
      <span role="status" className="max-w-75 text-small text-ink-2">
        {question}
      </span>
      <span className={classNames('flex flex-wrap gap-1', isAtEnd && 'justify-end')}>
        {/* The button that was pressed is gone: whoever uses the keys stays here, and on what undoes nothing. */}
        <Button ref={focusIt} size="tiny" variant="quiet" onClick={leave} onKeyDown={leaveByKey}>
          {cancel}
        </Button>
        <Button
          size="tiny"
          variant="primary"
          disabled={isPending}
          onClick={() => {
            setTried(true);
            onConfirm();
          }}
          onKeyDown={leaveByKey}
        >
          {confirm}
        </Button>
      </span>
      {isTried && errorText !== null && <FormError>{errorText}</FormError>}
    </span>
  );
}
