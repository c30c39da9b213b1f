'use client';

import { useRef, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Form } from '@/components/ui/form';
import { SearchInput } from '@/components/ui/search-input';
import { useShortcuts } from '@/components/ui/use-shortcuts';

/** A pause in typing that is worth a question. */
const PAUSE_MS = 250;

type SearchFieldProps = {
  label: string;
  hint: string;
  /** What is searched for now; a change from elsewhere replaces what was typed. */
  asked: string;
  onAsk: (text: string) => void;
  className?: string;
};

/** A search that follows the typing. `/` leads into it. */
export function SearchField({ label, hint, asked, onAsk, className }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [text, setText] = useState(asked);
  // What was asked for when the text was last in step with it.
  const [known, setKnown] = useState(asked);
  if (asked !== known) {
    setKnown(asked);
    setText(asked);
  }
  useShortcuts({ filter: () => input.current?.focus() });

  function ask(wanted: string) {
    clearTimeout(timer.current);
    if (wanted === asked) return;
    setKnown(wanted);
    onAsk(wanted);
  }

  function handleChange(wanted: string) {
    setText(wanted);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => ask(wanted.trim()), PAUSE_MS);
  }

  function handleSubmit() {
    ask(text.trim());
  }

  return (
    <search className={classNames('print:hidden', className)}>
      <Form onSubmit={handleSubmit}>
        <SearchInput
          ref={input}
          label={label}
          keys="filter"
          size="small"
          value={text}
          placeholder={hint}
          onChange={(event) => handleChange(event.target.value)}
        />
      </Form>
    </search>
  );
}
