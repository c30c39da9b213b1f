'use client';

import { useTranslations } from 'next-intl';
import { useNoHostsThen } from '@/components/fleet/no-hosts-then';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { fabricAddress } from '@/lib/client/host-address';
import { type HostQuestion, unfiltered } from '@/lib/client/host-question';

/** Other hosts send, but none matches: figures of no hosts would read as good news. */
export function NoMatch({ question, all }: { question: HostQuestion; all: number }) {
  const t = useTranslations('hosts');
  if (all === 0 && question.at !== null) return <NothingThen question={question} at={question.at} />;
  return (
    <Notice
      title={t('noMatch')}
      actions={
        <Link className={buttonClass()} href={fabricAddress(unfiltered(question))}>
          {t('clearAll')}
        </Link>
      }
    />
  );
}

function NothingThen({ question, at }: { question: HostQuestion; at: Date }) {
  const t = useTranslations('errors.beforeHistory');
  const { title, reason, begin } = useNoHostsThen(at);
  return (
    <Notice
      title={title}
      actions={
        <>
          {begin !== null && (
            <Link className={buttonClass()} href={fabricAddress({ ...question, at: begin })}>
              {t('toFirst')}
            </Link>
          )}
          <Link className={buttonClass()} href={fabricAddress({ ...question, at: null })}>
            {t('toNow')}
          </Link>
        </>
      }
    >
      {reason !== null && <p>{reason}</p>}
    </Notice>
  );
}
