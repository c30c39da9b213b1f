'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useAddressAt, useAt } from '@/components/shell/use-at';
import { useZone } from '@/components/ui/use-zone';
import { fullMoment } from '@/lib/i18n/moment';

/** Says that the page is frozen on an earlier moment, and leads back. */
export function AsOfBar() {
  const t = useTranslations('shell');
  const zone = useZone();
  const at = useAt();
  const addressOf = useAddressAt();
  if (at === null) return null;
  return (
    <p className="asof" role="status">
      {t('lookingAt', { moment: fullMoment(at, zone) })} <Link href={addressOf(null)}>{t('backToLive')}</Link>
    </p>
  );
}
