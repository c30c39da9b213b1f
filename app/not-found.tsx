import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { buttonClass } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

export default async function NotFound() {
  const t = await getTranslations('errors');
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
