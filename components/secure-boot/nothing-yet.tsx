'use client';

import { useTranslations } from 'next-intl';
import { useNoHostsThen } from '@/components/fleet/no-hosts-then';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { enrollAddress } from '@/lib/client/host-address';
import { SECURE_BOOT_PATH } from '@/lib/client/secure-boot-address';

type NothingProps = { at: string | null; mayEnroll: boolean };

/** Figures of no hosts would read as good news. */
export function NothingYet({ at, mayEnroll }: NothingProps) {
  const t = useTranslations('secureBoot.nothing');
  if (at !== null) return <NothingThen at={at} />;
  return (
    <Notice
      title={t('title')}
      actions={
        mayEnroll ? (
          <Link className={buttonClass()} href={enrollAddress({})}>
            {t('enrol')}
          </Link>
        ) : undefined
      }
    >
      <p>{t(mayEnroll ? 'hint' : 'hintAsk')}</p>
    </Notice>
  );
}

function NothingThen({ at }: { at: string }) {
  const t = useTranslations('errors.beforeHistory');
  const { title, reason } = useNoHostsThen(new Date(at));
  return (
    <Notice
      title={title}
      actions={
        <Link className={buttonClass()} href={SECURE_BOOT_PATH}>
          {t('toNow')}
        </Link>
      }
    >
      {reason !== null && <p>{reason}</p>}
    </Notice>
  );
}
