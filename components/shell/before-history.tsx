import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** A day that was dropped is not shown as one on which nobody reported. `live`: the same page, of now. */
export function BeforeHistory({ live }: { live: string }) {
  const t = useTranslations('errors.beforeHistory');
  return (
    <Notice
      title={t('title')}
      actions={
        <Link className={buttonClass()} href={live}>
          {t('toNow')}
        </Link>
      }
    >
      <p>{t('body')}</p>
    </Notice>
  );
}
