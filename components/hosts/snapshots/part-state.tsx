'use client';

import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { Button } from '@/components/ui/button';
import { FormError } from '@/components/ui/form-error';
import { errorCodeOf } from '@/lib/client/error-code';

/** What is being read; it shows late, so that a quick answer does not flicker. */
export function PartLoading({ children }: { children: string }) {
  return (
    <p className="animate-late p-4 text-ink-3" role="status" aria-busy="true">
      {children}
    </p>
  );
}

type FailedProps = {
  error: unknown;
  /** What could not be done. */
  fallback: string;
  /** What is said where it is not there; asking again does not help then. */
  notFound?: string;
  onAgain: () => void;
};

export function PartFailed({ error, fallback, notFound, onAgain }: FailedProps) {
  const t = useTranslations('snapshots');
  const errorText = useErrorText();
  const isGone = errorCodeOf(error) === 'not_found' && notFound !== undefined;
  return (
    <div className="grid gap-2 p-4">
      <FormError>{isGone ? notFound : errorText(error, { fallback, isRead: true })}</FormError>
      {!isGone && (
        <div>
          <Button size="small" onClick={onAgain}>
            {t('again')}
          </Button>
        </div>
      )}
    </div>
  );
}
