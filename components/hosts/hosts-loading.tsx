import { useTranslations } from 'next-intl';
import { PageTitle } from '@/components/ui/page-title';

const ROWS = Array.from({ length: 12 }, (_, index) => index);

/** Hairlines at the final height of a row; nothing shimmers. */
export function HostsLoading() {
  const t = useTranslations('hosts');
  return (
    <div className="facetgrid" aria-busy="true">
      <div className="facets" />
      <div className="work">
        <div className="head">
          <PageTitle>{t('title')}</PageTitle>
          <span className="sr" role="status">
            {t('loading')}
          </span>
        </div>
        <div className="skeleton" aria-hidden="true">
          {ROWS.map((row) => (
            <span key={row} />
          ))}
        </div>
      </div>
    </div>
  );
}
