'use client';

import { useTranslations } from 'next-intl';
import { errorCodeOf } from '@/lib/client/error-code';

type OwnTexts = { conflict?: string; fallback: string };

/** Codes decide, never a server's sentence: that one is English and for the API. */
export function useErrorText(): (error: unknown, own: OwnTexts) => string {
  const t = useTranslations('errors');
  return (error, { conflict, fallback }) => {
    switch (errorCodeOf(error)) {
      case 'conflict':
        return conflict ?? fallback;
      case 'forbidden':
        return t('forbidden');
      case 'unauthorized':
        return t('signedOut');
      case 'unavailable':
      case 'too_many_requests':
        return t('unavailable');
      default:
        return fallback;
    }
  };
}
