'use client';

import { useTranslations } from 'next-intl';
import { useShareText } from '@/components/reports/share-text';
import { classNames } from '@/components/ui/class-names';
import type { ReportRow } from '@/lib/contracts/reports';

type ResultProps = {
  report: ReportRow;
  /** The report's own page shows it large: readers look for it first. */
  isLarge?: boolean;
};

/** The result with what it is a share of: verified time for a period, hosts for a moment. */
export function ReportResult({ report, isLarge = false }: ResultProps) {
  const t = useTranslations('reports');
  const shareText = useShareText();
  const { totals } = report;
  if (totals === null) return null;
  const { verifiedShare, hosts, compliant } = totals;
  if (report.kind === 'period')
    return verifiedShare === null ? (
      t('noData')
    ) : (
      <Result of={t('ofTime')} isLarge={isLarge}>
        {shareText(verifiedShare)}
      </Result>
    );
  return hosts === 0 ? (
    t('noData')
  ) : (
    <Result of={t('ofHosts', { count: hosts })} isLarge={isLarge}>
      {t('outOf', { compliant, hosts })}
    </Result>
  );
}

function Result({ children, of, isLarge }: { children: string; of: string; isLarge: boolean }) {
  return (
    <span className="grid">
      <b className={classNames('tabular-nums', isLarge && 'text-title')}>{children}</b>
      <span className="text-small text-ink-3">{of}</span>
    </span>
  );
}
