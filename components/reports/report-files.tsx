'use client';

import { useTranslations } from 'next-intl';
import { inReadingOrder } from '@/components/reports/file-order';
import { useFormatName } from '@/components/reports/report-downloads';
import { isSigned } from '@/components/reports/report-state';
import { useSizeText } from '@/components/reports/report-text';
import { buttonClass } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Panel } from '@/components/ui/panel';
import {
  PROOF_PARTS,
  reportFileAddress,
  reportPageAddress,
  reportProofAddress,
} from '@/lib/client/report-address';
import type { ReportDetail } from '@/lib/contracts/reports';

/** Every format with what proves that a copy is the one that was made. */
export function ReportFiles({ report }: { report: ReportDetail }) {
  const { id, number, files, kid } = report;
  const t = useTranslations('reports.files');
  const formatName = useFormatName();
  return (
    <Panel
      title={t('title')}
      hint={t('hint')}
      footer={isSigned(report) ? <Proof id={id} kid={kid} /> : undefined}
    >
      <ul className="grid">
        {inReadingOrder(files, ({ format }) => format).map(({ format, size, sha256 }) => (
          <li
            key={format}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0"
          >
            <b className="w-28">{formatName(format)}</b>
            <span className="w-20 text-ink-2 tabular-nums">
              <Size bytes={size} />
            </span>
            <span className="flex min-w-0 flex-1 basis-80 items-center gap-2">
              <span className="text-small whitespace-nowrap text-ink-3">SHA-256</span>
              <code className="min-w-0 font-mono text-code wrap-anywhere">{sha256}</code>
              <CopyButton text={sha256} copies={t('copiesHash', { format: formatName(format) })} />
            </span>
            {format === 'html' && (
              <a
                className={buttonClass({ size: 'small' })}
                href={reportPageAddress(number)}
                target="_blank"
                rel="noopener"
              >
                {t('read')}
              </a>
            )}
            <a
              className={buttonClass({ size: 'small' })}
              href={reportFileAddress(id, format)}
              download
              aria-label={t('downloadOf', { format: formatName(format), number })}
            >
              {t('download')}
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The key, what is signed, and the signatures over it, for who checks them with other tools. */
function Proof({ id, kid }: Pick<ReportDetail, 'id' | 'kid'>) {
  const t = useTranslations('reports.files');
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {kid !== null && (
        <span className="flex min-w-0 flex-wrap items-center gap-2">
          {t('signedWith')}
          <code className="min-w-0 font-mono text-code wrap-anywhere">{kid}</code>
          <CopyButton text={kid} copies={t('copiesKey')} />
        </span>
      )}
      {PROOF_PARTS.map((part) => (
        <a
          key={part}
          className="underline decoration-line-2 underline-offset-3"
          href={reportProofAddress(id, part)}
          download
        >
          {part === 'manifest' ? t('manifest') : t('signature', { format: part.toUpperCase() })}
        </a>
      ))}
    </span>
  );
}

function Size({ bytes }: { bytes: number }) {
  return useSizeText()(bytes);
}
