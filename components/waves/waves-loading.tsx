import { useTranslations } from 'next-intl';
import { PageLoading } from '@/components/ui/page-loading';

/** Stands in for the list, or for one wave. */
export function WavesLoading({ isOne = false }: { isOne?: boolean }) {
  const t = useTranslations('waves');
  return <PageLoading title={t(isOne ? 'column.wave' : 'title')} told={t('loading')} rows={6} />;
}
