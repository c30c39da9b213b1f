'use client';

import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useZone } from '@/components/ui/use-zone';
import { fullMoment } from '@/lib/i18n/moment';

/** Says that the page is frozen on an earlier moment, and leads back. */
export function AsOfBar() {
  const t = useTranslations('shell');
  const zone = useZone();
  const path = usePathname();
  const parameters = useSearchParams();
  const moment = new Date(parameters.get('at') ?? '');
  if (Number.isNaN(moment.getTime())) return null;

  const live = new URLSearchParams(parameters);
  live.delete('at');
  live.delete('cursor');
  return (
    <p className="asof" role="status">
      {t('lookingAt', { moment: fullMoment(moment, zone) })}{' '}
      <Link href={`${path}?${live}`}>{t('backToLive')}</Link>
    </p>
  );
}
