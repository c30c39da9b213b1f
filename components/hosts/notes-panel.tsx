'use client';

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { useErrorText } from '@/components/fleet/error-text';
import { Time } from '@/components/fleet/time';
import { Button } from '@/components/ui/button';
import { ConfirmedButton } from '@/components/ui/confirmed-button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { isFocusLost } from '@/components/ui/is-focus-lost';
import { Panel } from '@/components/ui/panel';
import { TextArea } from '@/components/ui/text-area';
import { useFormInPlace } from '@/components/ui/use-form-in-place';
import { notesOfHost, SHOWN_AT_FIRST, SHOWN_AT_MOST } from '@/lib/client/notes-question';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { Note } from '@/lib/contracts/note';
import { NOTE_CHARS_AT_MOST } from '@/lib/contracts/words/note';

type PanelProps = { hostId: string; at: string | null; mayNote: boolean };

/** What people noted about this host, for whoever comes after them. */
export function NotesPanel({ hostId, at, mayNote }: PanelProps) {
  const t = useTranslations('host.notes');
  const trpc = useTRPC();
  const [limit, setLimit] = useState(SHOWN_AT_FIRST);
  const question = notesOfHost(hostId, at, limit);
  const { notes, nextCursor, asOf } = useSuspenseQuery(
    trpc.note.list.queryOptions(question, watching(PAGE_EVERY_MS, at)),
  ).data;
  const mayWrite = mayNote && at === null;
  const { isOpen, open, close, opener } = useFormInPlace();
  return (
    <Panel
      title={t('title')}
      hint={notes.length === 0 ? t('none') : undefined}
      aside={
        mayWrite &&
        !isOpen && (
          <Button ref={opener} size="tiny" onClick={open}>
            {t('write')}
          </Button>
        )
      }
    >
      <div className="grid gap-3 px-4 py-3 empty:hidden">
        {mayWrite && isOpen && <NoteForm hostId={hostId} onCancel={close} />}
        {notes.map((note) => (
          <OneNote key={note.id} {...{ note, hostId, asOf, mayWrite }} />
        ))}
        {nextCursor !== null && limit < SHOWN_AT_MOST && (
          <div>
            <Button size="small" onClick={() => setLimit(SHOWN_AT_MOST)}>
              {t('older')}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  );
}

function useNotesChanged() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: trpc.note.list.queryKey() });
}

type FormProps = {
  hostId: string;
  onWritten?: () => void;
  /** Where it opens at the press of a button, and closes again. */
  onCancel?: () => void;
};

export function NoteForm({ hostId, onWritten, onCancel }: FormProps) {
  const t = useTranslations('host.notes');
  const tSelection = useTranslations('selection');
  const trpc = useTRPC();
  const errorText = useErrorText();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const onSettled = useNotesChanged();
  const options = trpc.note.write.mutationOptions({ onSettled, onSuccess: handleWritten });
  const { mutate, isPending, error } = useMutation(options);

  function handleWritten() {
    setText('');
    if (onWritten) return onWritten();
    // Its button is for a text that there is no more.
    if (isFocusLost()) field.current?.focus();
  }

  function handleSubmit() {
    mutate({ host: hostId, text });
  }

  return (
    <Form className="grid gap-2 print:hidden" onSubmit={handleSubmit}>
      <TextArea
        ref={field}
        label={t('text')}
        hint={t('hint')}
        required
        maxLength={NOTE_CHARS_AT_MOST}
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoFocus={onCancel !== undefined}
      />
      {error !== null && (
        <FormError>{errorText(error, { conflict: t('gone'), fallback: t('failed') })}</FormError>
      )}
      <div className="flex gap-1">
        <Button type="submit" size="small" disabled={isPending}>
          {t('write')}
        </Button>
        {onCancel !== undefined && (
          <Button size="small" variant="quiet" onClick={onCancel}>
            {tSelection('cancel')}
          </Button>
        )}
      </div>
    </Form>
  );
}

type NoteProps = { note: Note; hostId: string; asOf: string; mayWrite: boolean };

function OneNote({ note, hostId, asOf, mayWrite }: NoteProps) {
  return (
    <article className="grid gap-1 border-t border-line pt-3 first:border-t-0 first:pt-0">
      <p className="text-small text-ink-3">
        <ForeignText text={note.writtenBy.name} />,{' '}
        <Time value={note.writtenAt} asOf={asOf} place="inSentence" />
      </p>
      <div className="wrap-anywhere">
        {note.text.split(/\r?\n/).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: A note never changes.
          <p key={index} className="min-h-5">
            <ForeignText text={line} />
          </p>
        ))}
      </div>
      {mayWrite && note.isOwn && <Withdrawal {...{ note, hostId }} />}
    </article>
  );
}

function Withdrawal({ note, hostId }: Pick<NoteProps, 'note' | 'hostId'>) {
  const t = useTranslations('host.notes');
  const trpc = useTRPC();
  const errorText = useErrorText();
  const onSettled = useNotesChanged();
  const { mutate, isPending, error } = useMutation(trpc.note.withdraw.mutationOptions({ onSettled }));
  return (
    <ConfirmedButton
      look={{ variant: 'quiet' }}
      align="start"
      question={t('confirm')}
      confirm={t('doWithdraw')}
      cancel={t('cancel')}
      isPending={isPending}
      errorText={error && errorText(error, { fallback: t('failed') })}
      onConfirm={() => mutate({ host: hostId, note: note.id })}
    >
      {t('withdraw')}
    </ConfirmedButton>
  );
}
