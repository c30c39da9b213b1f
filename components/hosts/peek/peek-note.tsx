'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Time } from '@/components/fleet/time';
import { NoteForm } from '@/components/hosts/notes-panel';
import { PeekSection } from '@/components/hosts/peek/peek-section';
import { ForeignText } from '@/components/ui/foreign-text';
import { notesOfHost } from '@/lib/client/notes-question';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';

/** Its lines stand one below the other on the host's page. */
const LINE_END = /\s*\r?\n\s*/g;

type NoteProps = { hostId: string; at: string | null; mayNote: boolean };

/** What was noted last, and room for another note: the host's page has them all. */
export function PeekNote({ hostId, at, mayNote }: NoteProps) {
  const t = useTranslations('host.notes');
  const tPeek = useTranslations('hosts.peek');
  const [isOpen, setOpen] = useState(false);
  const options = useTRPC().note.list.queryOptions(notesOfHost(hostId, at, 1), watching(PAGE_EVERY_MS, at));
  const { data, isError } = useQuery(options);
  const [note] = data?.notes ?? [];
  return (
    <PeekSection
      title={t('title')}
      aside={
        mayNote &&
        !isOpen && (
          <button type="button" className="link" onClick={() => setOpen(true)}>
            {t('write')}
          </button>
        )
      }
    >
      {data === undefined && (
        <p className="h-10 text-small text-ink-3">{isError ? tPeek('notLoaded') : tPeek('loading')}</p>
      )}
      {data !== undefined && note === undefined && !isOpen && (
        <p className="text-small text-ink-3">{t('none')}</p>
      )}
      {data !== undefined && note !== undefined && (
        <div className="text-small">
          <p className="line-clamp-3 wrap-anywhere" title={note.text}>
            <ForeignText text={note.text.replaceAll(LINE_END, ' ')} />
          </p>
          <p className="text-ink-3">
            <ForeignText text={note.writtenBy.name} />,{' '}
            <Time value={note.writtenAt} asOf={data.asOf} place="inSentence" />
          </p>
        </div>
      )}
      {isOpen && <NoteForm hostId={hostId} onWritten={() => setOpen(false)} />}
    </PeekSection>
  );
}
