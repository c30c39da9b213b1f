import { useTranslations } from 'next-intl';
import { PageTitle } from '@/components/ui/page-title';

const ROWS = Array.from({ length: 10 }, (_, index) => index);

/** Hairlines at the height of a line; nothing shimmers. */
export function ChangesLoading() {
  const t = useTranslations('changes.page');
  return (
    <div className="main changes" aria-busy="true">
      <PageTitle>{t('title')}</PageTitle>
      <span className="sr" role="status">
        {t('loading')}
      </span>
      <div className="skeleton" aria-hidden="true">
        {ROWS.map((row) => (
          <span key={row} />
        ))}
      </div>
    </div>
  );
}
