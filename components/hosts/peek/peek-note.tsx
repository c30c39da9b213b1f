'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Time } from '@/components/fleet/time';
import { NoteForm } from '@/components/hosts/notes-panel';
import { PeekSection } from '@/components/hosts/peek/peek-section';
import { ForeignText } from '@/components/ui/foreign-text';
import { useFormInPlace } from '@/components/ui/use-form-in-place';
import { notesOfHost } from '@/lib/client/notes-question';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';

/** Its lines stand one below the other on the host's page. */
const LINE_END = /\s*\r?\n\s*/g;

type NoteProps = { hostId: string; at: string | null; mayNote: boolean };

/** What was noted last, and room for another note: the host's page has them all. */
export function PeekNote({ hostId, at, mayNote }: NoteProps) {
  const t = useTranslations('host.notes');
  const { isOpen, open, close, opener } = useFormInPlace();
  return (
    <PeekSection
      title={t('title')}
      aside={
        mayNote &&
        !isOpen && (
          <button ref={opener} type="button" className="link" onClick={open}>
            {t('write')}
          </button>
        )
      }
    >
      <LastNote {...{ hostId, at, isOpen }} />
      {isOpen && <NoteForm hostId={hostId} onWritten={close} onCancel={close} />}
    </PeekSection>
  );
}

type LastNoteProps = { hostId: string; at: string | null; isOpen: boolean };

/** That there is none need not be said to whoever is writing one. */
function LastNote({ hostId, at, isOpen }: LastNoteProps) {
  const t = useTranslations('host.notes');
  const tPeek = useTranslations('hosts.peek');
  const tUi = useTranslations('ui');
  const options = useTRPC().note.list.queryOptions(notesOfHost(hostId, at, 1), watching(PAGE_EVERY_MS, at));
  const { data, isError } = useQuery(options);
  if (data === undefined)
    return <p className="h-10 text-small text-ink-3">{isError ? tUi('notLoaded') : tPeek('loading')}</p>;
  const [note] = data.notes;
  if (note === undefined) return isOpen ? null : <p className="text-small text-ink-3">{t('none')}</p>;
  return (
    <div className="text-small">
      <p className="line-clamp-3 wrap-anywhere" title={note.text}>
        <ForeignText text={note.text.replaceAll(LINE_END, ' ')} />
      </p>
      <p className="text-ink-3">
        <ForeignText text={note.writtenBy.name} />,{' '}
        <Time value={note.writtenAt} asOf={data.asOf} place="inSentence" />
      </p>
    </div>
  );
}
