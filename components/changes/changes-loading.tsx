import { useTranslations } from 'next-intl';
import { PageLoading } from '@/components/ui/page-loading';

export function ChangesLoading() {
  const t = useTranslations('changes.page');
  return <PageLoading title={t('title')} told={t('loading')} rows={10} />;
}
