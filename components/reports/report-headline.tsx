'use client';

import { useTranslations } from 'next-intl';
import type { DraftTimes, KnownTimes } from '@/components/reports/preview-input';
import { ReportCrumbs } from '@/components/reports/report-crumbs';
import type { Draft } from '@/components/reports/report-draft';
import { useCoversInFull } from '@/components/reports/report-text';
import { useShareText } from '@/components/reports/share-text';
import { PageTitle } from '@/components/ui/page-title';
import type { ReportPreview } from '@/lib/contracts/reports';

type HeadlineProps = { draft: Draft; times: DraftTimes; preview: ReportPreview | null };

/** The sentence that the report will carry, which changes with every field. */
export function ReportHeadline({ draft, times, preview }: HeadlineProps) {
  const t = useTranslations('reports.form');
  return (
    <div className="grid gap-1">
      <ReportCrumbs>{t('crumb')}</ReportCrumbs>
      <PageTitle>
        <Sentence {...{ times, preview }} />
      </PageTitle>
      <p className="min-h-5 text-ink-2" role="status">
        {!('problem' in times) && preview !== null && <Lead {...{ draft, times, preview }} />}
      </p>
    </div>
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

type LeadProps = { draft: Draft; times: KnownTimes; preview: ReportPreview };

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
