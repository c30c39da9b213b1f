'use client';

import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { useZone } from '@/components/ui/use-zone';
import { useAddressAt } from '@/lib/client/use-scope';
import { parseTimeParameter } from '@/lib/contracts/words/host-query';
import { fullMoment } from '@/lib/i18n/moment';

/** Nobody knows what hosts will be. */
export function TimeToCome() {
  const t = useTranslations('errors');
  const zone = useZone();
  const addressOf = useAddressAt();
  const reading = parseTimeParameter('at', useSearchParams().get('at') ?? '');
  return (
    <Notice
      title={t('timeToCome.title')}
      actions={
        <Link className={buttonClass()} href={addressOf(null)}>
          {t('beforeHistory.toNow')}
        </Link>
      }
    >
      <p>{t('timeToCome.body', { moment: reading.ok ? fullMoment(reading.time, zone) : '' })}</p>
    </Notice>
  );
}
