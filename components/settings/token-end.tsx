'use client';

import { useTranslations } from 'next-intl';
import { Time } from '@/components/fleet/time';

type Props = { token: { revokedAt: string | null; expiresAt: string; usable: boolean }; asOf: string };

/** When a token ends or ended, and by what. */
export function TokenEnd({ token: { revokedAt, expiresAt, usable }, asOf }: Props) {
  const t = useTranslations('settings.tokenEnd');
  if (revokedAt !== null)
    return (
      <span>
        {t('revokedAt')} <Time value={revokedAt} asOf={asOf} place="inSentence" />
      </span>
    );
  return (
    <span>
      {!usable && `${t('ended')} `}
      <Time value={expiresAt} asOf={asOf} place={usable ? 'alone' : 'inSentence'} />
    </span>
  );
}
