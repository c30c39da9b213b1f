'use client';

import { useTranslations } from 'next-intl';
import { errorCodeOf, failureOf, isUnsent } from '@/lib/client/error-code';
import { isRecord } from '@/lib/util/guards';

type OwnTexts = {
  conflict?: string;
  fallback: string;
  /** Nothing is changed by it. Of anything else that got no answer nobody knows what came of it. */
  isRead?: boolean;
  /** The texts of a form by where the server finds them, such as `/title`, with their labels. */
  texts?: Readonly<Record<string, string>>;
};

/** Which member of what was sent is refused, such as `/title`. */
export function errorPointerOf(error: unknown): string {
  const data = isRecord(error) ? error.data : undefined;
  return isRecord(data) && typeof data.pointer === 'string' ? data.pointer : '';
}

type ErrorWords = ReturnType<typeof useTranslations<'errors'>>;

/** Codes decide, never a server's sentence: that one is English and for the API. */
export const errorTextIn =
  (t: ErrorWords) =>
  (error: unknown, { conflict, fallback, isRead = false, texts = {} }: OwnTexts): string => {
    const field = texts[errorPointerOf(error)];
    switch (errorCodeOf(error)) {
      case 'conflict':
      case 'name_taken':
        return conflict ?? fallback;
      case 'invalid_value':
        return field === undefined ? fallback : t('unseen', { field });
      case 'forbidden':
        return t('forbidden');
      case 'unauthorized':
        return t('signedOut');
      case 'already_created':
        return t('alreadyCreated');
      case 'unavailable':
      case 'too_many_requests':
        return t('unavailable');
      default:
        if (isRead || failureOf(error) === 'failed') return fallback;
        return t(isUnsent(error) ? 'unsent' : 'unanswered');
    }
  };

export const useErrorText = () => errorTextIn(useTranslations('errors'));
