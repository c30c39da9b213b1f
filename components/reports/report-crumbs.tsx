import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { reportsAddress } from '@/lib/client/report-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';

export function ReportCrumbs({ children }: { children: string }) {
  const t = useTranslations('reports');
  const scope = useScope();
  return (
    <nav aria-label={t('breadcrumb')} className="flex items-center gap-1.5 text-small text-ink-3">
      <Link className="hover:text-ink" href={inScope(reportsAddress(), scope)}>
        {t('title')}
      </Link>
      <Icon name="right" size={10} />
      <span>{children}</span>
    </nav>
  );
}
