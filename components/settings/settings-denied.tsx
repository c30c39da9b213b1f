import { useTranslations } from 'next-intl';
import { PageTitle } from '@/components/ui/page-title';
import type { SettingsPage } from '@/lib/client/settings-address';

/** For a role that may not open a page: who may. Everybody may see their own sessions. */
export function SettingsDenied({ page }: { page: Exclude<SettingsPage['name'], 'sessions'> }) {
  const t = useTranslations('settings');
  return (
    <div className="grid content-start gap-2 px-gutter pt-5 pb-8">
      <PageTitle>{t(`section.${page}`)}</PageTitle>
      <p className="max-w-160 text-ink-2">{t(`denied.${page}`)}</p>
    </div>
  );
}
