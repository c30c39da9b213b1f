import { useTranslations } from 'next-intl';
import { PageTitle } from '@/components/ui/page-title';

const ROWS = Array.from({ length: 8 }, (_, index) => index);

/** Lines at the height of a row; nothing shimmers. */
export function ReportsLoading() {
  const t = useTranslations('reports');
  return (
    <div className="grid gap-4 px-gutter pt-5" aria-busy="true">
      <PageTitle>{t('title')}</PageTitle>
      <span className="sr-only" role="status">
        {t('loading')}
      </span>
      <div className="animate-late" aria-hidden="true">
        {ROWS.map((row) => (
          <span key={row} className="block h-row border-b border-line" />
        ))}
      </div>
    </div>
  );
}
