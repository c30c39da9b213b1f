'use client';

import { useTranslations } from 'next-intl';
import { Notice } from '@/components/ui/notice';

/**
 * `reference` is what the server's log calls this failure. Every page loads this, and twice, also for where no shell is around
 * it: the button is a link's look, and not the one that brings the descriptions of all buttons with it.
 */
export function FailureNotice({ reference, onRetry }: { reference: string; onRetry: () => void }) {
  const t = useTranslations('errors');
  return (
    <Notice
      title={t('failed.title')}
      actions={
        <button type="button" className="min-h-6 link" onClick={onRetry}>
          {t('retry')}
        </button>
      }
    >
      <p role="alert">{t('failed.body', { reference })}</p>
    </Notice>
  );
}
