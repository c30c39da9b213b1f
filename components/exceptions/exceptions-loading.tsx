import { useTranslations } from 'next-intl';
import { PageLoading } from '@/components/ui/page-loading';

export function ExceptionsLoading() {
  const t = useTranslations('exceptions');
  return <PageLoading title={t('title')} told={t('loading')} rows={8} />;
}
