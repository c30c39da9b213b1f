import { useTranslations } from 'next-intl';
import { PageLoading } from '@/components/ui/page-loading';

export function SecureBootLoading() {
  const t = useTranslations('secureBoot');
  return <PageLoading title={t('title')} told={t('loading')} rows={8} />;
}
