import { useTranslations } from 'next-intl';
import { PageTitle } from '@/components/ui/page-title';
import type { SettingsPage } from '@/lib/client/settings-address';

type DeniedProps = {
  page: Exclude<SettingsPage['name'], 'sessions'>;
  /** The role may open it, but sees some fabrics only. */
  isLimited?: boolean;
};

/** Shown to who may not open a page: says who may. */
export function SettingsDenied({ page, isLimited = false }: DeniedProps) {
  const t = useTranslations('settings');
  return (
    <div className="grid content-start gap-2 px-gutter pt-5 pb-8">
      <PageTitle>{t(`section.${page}`)}</PageTitle>
      <p className="max-w-160 text-ink-2">{isLimited ? t('deniedLimited') : t(`denied.${page}`)}</p>
    </div>
  );
}
