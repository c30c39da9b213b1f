'use client';

import { useTranslations } from 'next-intl';
import { useDurationPhrase } from '@/components/fleet/time';
import { FormError } from '@/components/ui/form-error';
import type { SessionFailure } from '@/lib/client/session';

const TEXT = {
  wrong: 'wrong',
  unreachable: 'unreachable',
  server: 'server',
  gone: 'setUpGone',
  invalid: 'setUpInvalid',
} as const;

export function SessionError({ failure }: { failure: SessionFailure }) {
  const t = useTranslations('auth.error');
  const phrase = useDurationPhrase();
  if (failure.kind !== 'tooMany') return <FormError>{t(TEXT[failure.kind])}</FormError>;
  const { retryAfterSeconds } = failure;
  return (
    <FormError>
      {retryAfterSeconds === null ? t('tooManySoon') : t('tooMany', { duration: phrase(retryAfterSeconds) })}
    </FormError>
  );
}
