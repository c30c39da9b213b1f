import { useTranslations } from 'next-intl';
import { filterColumn, HostsFrame, HostsHead } from '@/components/hosts/hosts-frame';
import { PageTitle } from '@/components/ui/page-title';
import { DEFAULT_LIMIT } from '@/lib/contracts/words/host-query';

/** As many as a page of the list has: a browser that loads it again scrolls before the hosts are there, as far as this reaches. */
const ROWS = Array.from({ length: DEFAULT_LIMIT }, (_, index) => index);

/** Hairlines at the final height of a row; nothing shimmers. */
export function HostsLoading() {
  const t = useTranslations('hosts');
  return (
    <HostsFrame filters={<div className={filterColumn()} />} isBusy>
      <HostsHead
        title={<PageTitle>{t('title')}</PageTitle>}
        consequence={
          <span className="sr-only" role="status">
            {t('loading')}
          </span>
        }
      />
      <div className="mt-24 animate-late rounded-panel border border-line bg-surface" aria-hidden="true">
        {ROWS.map((row) => (
          <span key={row} className="block h-row border-b border-line" />
        ))}
      </div>
    </HostsFrame>
  );
}
