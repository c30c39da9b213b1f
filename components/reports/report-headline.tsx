'use client';

import { useTranslations } from 'next-intl';
import type { Draft, DraftTimes } from '@/components/reports/report-draft';
import { useCoversInFull, useShareText } from '@/components/reports/report-text';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { reportsAddress } from '@/lib/client/report-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { ReportPreview } from '@/lib/contracts/reports';

type HeadlineProps = { draft: Draft; times: DraftTimes; preview: ReportPreview | null };

/** The sentence that the report will carry, which changes with every field. */
export function ReportHeadline({ draft, times, preview }: HeadlineProps) {
  const t = useTranslations('reports.form');
  return (
    <div className="grid gap-1">
      <Crumbs>{t('crumb')}</Crumbs>
      <PageTitle>
        <Sentence {...{ times, preview }} />
      </PageTitle>
      <p className="min-h-5 text-ink-2" role="status">
        {!('problem' in times) && preview !== null && <Lead {...{ draft, times, preview }} />}
      </p>
    </div>
  );
}

export function Crumbs({ children }: { children: string }) {
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

function Sentence({ times, preview }: Omit<HeadlineProps, 'draft'>) {
  const t = useTranslations('reports.form');
  const shareText = useShareText();
  if ('problem' in times) return t(`problem.${times.problem}`);
  if (preview === null) return t('crumb');
  const { totals, period } = preview;
  const share = period?.verifiedShare ?? null;
  if (share !== null) return t('willStateTime', { share: shareText(share) });
  if (totals.hosts === 0) return t('noHosts');
  if (times.from !== null) return t('willCover', { hosts: totals.hosts, days: times.days });
  return t('willState', { compliant: totals.compliant, hosts: totals.hosts });
}

type LeadProps = { draft: Draft; times: Exclude<DraftTimes, { problem: string }>; preview: ReportPreview };

function Lead({ draft, times, preview }: LeadProps) {
  const t = useTranslations('reports');
  const covers = useCoversInFull();
  const { nonCompliant, excepted, unverified } = preview.totals;
  const { from, to, end } = times;
  const row = { from: from?.toISOString() ?? null, asOf: to.toISOString(), timeZone: draft.timeZone };
  return t('form.lead', {
    covers: from === null && end === null ? t('form.asOfMaking') : covers(row),
    language: t(`form.inLanguage.${draft.lang}`),
    nonCompliant,
    excepted,
    unverified,
  });
}
