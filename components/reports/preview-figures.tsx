import { cva } from 'class-variance-authority';
import { useFormatter, useTranslations } from 'next-intl';
import { useShareText } from '@/components/reports/share-text';
import { ForeignText } from '@/components/ui/foreign-text';
import type { ClassTotals } from '@/lib/contracts/report-content';
import type { ReportPreview } from '@/lib/contracts/reports';
import { COMPLIANCE } from '@/lib/domain/vocabulary';
import { visibleText } from '@/lib/util/visible-text';

/** Fabrics that the table has rows for. The report has them all, and the last row adds up all of them here, too. */
const ROWS_AT_MOST = 12;

const cellClass = cva('py-1.5', {
  variants: {
    isName: {
      // Takes what the figures leave.
      true: 'w-full max-w-0 pr-1 pl-4 text-left font-normal',
      false: 'pl-1.5 text-right whitespace-nowrap tabular-nums last:pr-4',
    },
    isSum: { true: 'font-semibold', false: '' },
  },
  defaultVariants: { isName: false, isSum: false },
});

/** Figures that the report will have: they are asked for with its own words. */
export function PreviewFigures({ preview, isBusy }: { preview: ReportPreview; isBusy: boolean }) {
  const t = useTranslations('reports.preview');
  const { totals, byFabric, period } = preview;
  const isEmpty = totals.hosts === 0;
  if (isEmpty && (period === null || period.byFabric.length === 0))
    return <p className="px-4 py-3 text-ink-2">{t('empty')}</p>;
  return (
    <div aria-busy={isBusy}>
      <div className="grid gap-3 px-4 py-3">
        {period !== null && <ShareOfTime period={period} />}
        {isEmpty ? <p className="text-ink-2">{t('leftAlone')}</p> : <Classes totals={totals} />}
      </div>
      {byFabric.length > 0 && <ByFabric preview={preview} />}
    </div>
  );
}

/** The compliant share of verified time, beside that of the period before where history has it. */
function ShareOfTime({ period }: { period: NonNullable<ReportPreview['period']> }) {
  const t = useTranslations('reports.preview');
  const shareText = useShareText();
  const { verifiedShare, before } = period;
  if (verifiedShare === null) return <p className="text-ink-2">{t('nothingVerified')}</p>;
  const shareBefore = before?.verifiedShare ?? null;
  return (
    <p className="flex items-center gap-3">
      <b className="text-count font-semibold tabular-nums">{shareText(verifiedShare)}</b>
      <span className="grid">
        <span>{t('ofTime')}</span>
        {shareBefore !== null && (
          <span className="text-small text-ink-3">{t('before', { share: shareText(shareBefore) })}</span>
        )}
      </span>
    </p>
  );
}

/** The four classes, which add up to the hosts. */
function Classes({ totals }: { totals: ClassTotals }) {
  const t = useTranslations('reports.preview');
  const format = useFormatter();
  return (
    <>
      <p>
        <b className="text-count font-semibold tabular-nums">{format.number(totals.hosts)}</b>{' '}
        {t('hosts', { count: totals.hosts })}
      </p>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-1.5">
        {COMPLIANCE.map((word) => (
          <div key={word} className="flex flex-row-reverse items-baseline justify-end gap-1.5">
            <dt className="text-ink-2">{t(`class.${word}`, { count: totals[word] })}</dt>
            <dd className="font-semibold tabular-nums">{format.number(totals[word])}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function ByFabric({ preview: { totals, byFabric, kind } }: { preview: ReportPreview }) {
  const t = useTranslations('reports.preview.table');
  const others = byFabric.length - ROWS_AT_MOST;
  return (
    <table aria-label={t('label')} className="w-full border-t border-line text-small/5">
      <Head first={t(`first.${kind}`)} />
      <tbody>
        {byFabric.slice(0, ROWS_AT_MOST).map((row) => (
          <Row key={row.fabric} totals={row}>
            <span className="line-clamp-2 wrap-anywhere text-ink" title={visibleText(row.fabric)}>
              <ForeignText text={row.fabric} />
            </span>
          </Row>
        ))}
        {others > 0 && (
          <tr className="border-t border-line">
            <td colSpan={COMPLIANCE.length + 3} className="px-4 py-1.5 text-ink-3">
              {t('others', { count: others })}
            </td>
          </tr>
        )}
      </tbody>
      <tfoot>
        <Row totals={totals} isSum>
          <span className="text-ink">{t('all')}</span>
        </Row>
      </tfoot>
    </table>
  );
}

/** Short, since seven columns stand side by side; whole for who hears them. */
function Head({ first }: { first: string }) {
  const t = useTranslations('reports.preview.table');
  const columns = ['hosts', ...COMPLIANCE, 'rate'] as const;
  return (
    <thead className="text-ink-3">
      <tr>
        <th scope="col" className={cellClass({ isName: true })}>
          {first}
        </th>
        {columns.map((column) => (
          <th key={column} scope="col" title={t(`whole.${column}`)} className={cellClass()}>
            <span aria-hidden="true">{t(`short.${column}`)}</span>
            <span className="sr-only">{t(`whole.${column}`)}</span>
          </th>
        ))}
      </tr>
    </thead>
  );
}

type RowProps = { totals: ClassTotals; isSum?: boolean; children: React.ReactNode };

function Row({ totals, isSum = false, children }: RowProps) {
  const format = useFormatter();
  const shareText = useShareText();
  const cell = cellClass({ isSum });
  return (
    <tr className="border-t border-line">
      <th scope="row" className={cellClass({ isName: true, isSum })}>
        {children}
      </th>
      {(['hosts', ...COMPLIANCE] as const).map((word) => (
        <td key={word} className={cell}>
          {format.number(totals[word])}
        </td>
      ))}
      <td className={cell}>{totals.rate === null ? '–' : shareText(totals.rate)}</td>
    </tr>
  );
}
