import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

export function NotFoundNotice() {
  const t = useTranslations('errors');
  return (
    <Notice
      title={t('notFound.title')}
      actions={
        <Link className={buttonClass()} href="/">
          {t('toFabric')}
        </Link>
      }
    >
      <p>{t('notFound.body')}</p>
    </Notice>
  );
}
