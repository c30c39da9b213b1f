'use client';

import { useTranslations } from 'next-intl';
import { inReadingOrder } from '@/components/reports/file-order';
import { useSizeText } from '@/components/reports/report-text';
import { buttonClass } from '@/components/ui/button';
import { LinkMenu } from '@/components/ui/link-menu';
import { reportFileAddress } from '@/lib/client/report-address';
import type { ReportRow } from '@/lib/contracts/reports';
import type { ReportFormat } from '@/lib/contracts/words/reports';

/** What most people want, if the report has it. */
const FIRST = 'pdf';

/** A format is named by its usual ending; the evidence pack and the second CSV by what they are. */
export function useFormatName(): (format: ReportFormat) => string {
  const t = useTranslations('reports');
  return (format) => {
    if (format === 'zip') return t('pack');
    return format === 'failures' ? t('failures') : format.toUpperCase();
  };
}

/** The PDF with one click, and every format that the report has. */
export function ReportDownloads({ report }: { report: ReportRow }) {
  const t = useTranslations('reports');
  const sizeText = useSizeText();
  const formatName = useFormatName();
  const { id, number, lang, files } = report;
  const first = files.find(({ format }) => format === FIRST);
  return (
    <span className="inline-flex justify-end gap-1.5 max-desk:flex-wrap">
      {first !== undefined && (
        <a
          className={buttonClass({ size: 'small' })}
          href={reportFileAddress(id, first.format)}
          download
          title={t('pdfHint', { language: t(`language.${lang}`), size: sizeText(first.size) })}
          aria-label={t('pdfOf', { number })}
        >
          {formatName(first.format)}
        </a>
      )}
      <LinkMenu
        label={t('formatsOf', { count: files.length, number })}
        items={inReadingOrder(files, ({ format }) => format).map(({ format, size }) => ({
          key: format,
          href: reportFileAddress(id, format),
          label: formatName(format),
          hint: sizeText(size),
        }))}
      >
        {t('formats', { count: files.length })}
      </LinkMenu>
    </span>
  );
}
