'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type SelectionFormProps, useSelectionVerb } from '@/components/hosts/use-selection-verb';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { TextArea } from '@/components/ui/text-area';
import { useTRPC } from '@/lib/client/trpc';
import { NOTE_CHARS_AT_MOST } from '@/lib/contracts/words/note';

/** The same note about each of the chosen hosts. */
export function NoteForm({ selection, count, close, onDone, onChanged }: SelectionFormProps) {
  const t = useTranslations('selection');
  const trpc = useTRPC();
  // Not read from the form, which would count each line end twice.
  const [text, setText] = useState('');
  const { mutate, isPending, errorText } = useSelectionVerb(trpc.note.writeOnHosts, { onDone, onChanged });

  function handleSubmit() {
    mutate({ ...selection, text });
  }

  return (
    <Form className="grid gap-2" onSubmit={handleSubmit}>
      <TextArea
        label={t('note.text', { count })}
        hint={t('note.hint')}
        required
        maxLength={NOTE_CHARS_AT_MOST}
        value={text}
        onChange={(event) => setText(event.target.value)}
        // It opens at the press of a button for nothing else.
        autoFocus
      />
      {errorText !== null && <FormError>{errorText}</FormError>}
      <div className="flex gap-1">
        <Button type="submit" size="small" variant="primary" disabled={isPending}>
          {t('note.do')}
        </Button>
        <Button size="small" variant="quiet" onClick={close}>
          {t('cancel')}
        </Button>
      </div>
    </Form>
  );
}
