import { useTranslations } from 'next-intl';
import { PageLoading } from '@/components/ui/page-loading';

export function PlansLoading() {
  const t = useTranslations('plans');
  return <PageLoading title={t('title')} told={t('loading')} rows={8} />;
}
