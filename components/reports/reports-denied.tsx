import { useTranslations } from 'next-intl';
import { SectionTabs } from '@/components/fleet/section-tabs';
import { PageTitle } from '@/components/ui/page-title';

/** Shown to a role that may not make or read reports, with what it may do here instead. */
export function ReportsDenied() {
  const t = useTranslations('reports');
  return (
    <div className="grid gap-4 px-gutter pt-5 pb-8">
      <PageTitle>{t('title')}</PageTitle>
      <SectionTabs of="reports" current="reports" />
      <p className="text-ink-2">{t('denied')}</p>
    </div>
  );
}
