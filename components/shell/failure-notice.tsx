'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** `reference` is what the server's log calls this failure. */
export function FailureNotice({ reference, onRetry }: { reference: string; onRetry: () => void }) {
  const t = useTranslations('errors');
  return (
    <Notice title={t('failed.title')} actions={<Button onClick={onRetry}>{t('retry')}</Button>}>
      <p role="alert">{t('failed.body', { reference })}</p>
    </Notice>
  );
}
