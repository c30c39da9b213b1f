'use client';

import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { useZone } from '@/components/ui/use-zone';
import { useAddressAt } from '@/lib/client/use-scope';
import { fullMoment } from '@/lib/i18n/moment';

type BeforeHistoryProps = {
  /** The time that history begins with. */
  from: string | null;
  /** The same page, of now, where that is not the same address without its time. */
  live?: string;
};

/** A day that was dropped is not shown as one on which nobody reported. */
export function BeforeHistory({ from, live }: BeforeHistoryProps) {
  const t = useTranslations('errors.beforeHistory');
  const zone = useZone();
  const addressOf = useAddressAt();
  return (
    <Notice
      title={t('title')}
      actions={
        <>
          {from !== null && live === undefined && (
            <Link className={buttonClass()} href={addressOf(new Date(from))}>
              {t('toFirst')}
            </Link>
          )}
          <Link className={buttonClass()} href={live ?? addressOf(null)}>
            {t('toNow')}
          </Link>
        </>
      }
    >
      <p>
        {t('body')} {from !== null && t('begins', { moment: fullMoment(new Date(from), zone) })}
      </p>
    </Notice>
  );
}
