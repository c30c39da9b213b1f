import { useTranslations } from 'next-intl';
import { PageLoading } from '@/components/ui/page-loading';
import type { SettingsPage } from '@/lib/client/settings-address';

export function SettingsLoading({ page }: { page: SettingsPage['name'] }) {
  const t = useTranslations('settings');
  return <PageLoading title={t(`section.${page}`)} told={t('loading')} rows={12} />;
}
