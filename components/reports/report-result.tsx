'use client';

import { useTranslations } from 'next-intl';
import { useShareText } from '@/components/reports/share-text';
import type { ReportRow } from '@/lib/contracts/reports';

/** What it comes to, never without what it is of; a share of time and a number of hosts are two kinds. */
export function ReportResult({ report }: { report: ReportRow }) {
  const t = useTranslations('reports');
  const shareText = useShareText();
  const { totals } = report;
  if (totals === null) return null;
  const { verifiedShare, hosts, compliant } = totals;
  if (report.kind === 'period')
    return verifiedShare === null ? (
      t('noData')
    ) : (
      <Result of={t('ofTime')}>{shareText(verifiedShare)}</Result>
    );
  return hosts === 0 ? (
    t('noData')
  ) : (
    <Result of={t('ofHosts', { count: hosts })}>{t('outOf', { compliant, hosts })}</Result>
  );
}

function Result({ children, of }: { children: string; of: string }) {
  return (
    <span className="grid">
      <b className="tabular-nums">{children}</b>
      <span className="text-small text-ink-3">{of}</span>
    </span>
  );
}
