import { useFormatter, useTranslations } from 'next-intl';
import { useShareText } from '@/components/reports/share-text';
import { type Column, DataTable } from '@/components/table/data-table';
import { ForeignText } from '@/components/ui/foreign-text';
import type { ClassTotals } from '@/lib/contracts/report-content';
import type { ReportPreview } from '@/lib/contracts/reports';
import { COMPLIANCE } from '@/lib/domain/vocabulary';
import { visibleText } from '@/lib/util/visible-text';

type FabricFigures = ReportPreview['byFabric'][number];

/** Fabrics that the table has rows for. The report has them all, and the last row adds up all of them here, too. */
const ROWS_AT_MOST = 12;

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

/** The headers are short, since seven columns stand side by side; whole for who hears them. */
function ByFabric({ preview: { totals, byFabric, kind } }: { preview: ReportPreview }) {
  const t = useTranslations('reports.preview.table');
  const format = useFormatter();
  const shareText = useShareText();
  const others = byFabric.length - ROWS_AT_MOST;
  const rate = (of: ClassTotals) => (of.rate === null ? '–' : shareText(of.rate));
  const figure = (word: 'hosts' | 'rate' | (typeof COMPLIANCE)[number]): Column<FabricFigures> => {
    const cell = (of: ClassTotals) => (word === 'rate' ? rate(of) : format.number(of[word]));
    return {
      id: word,
      header: (
        <>
          <span aria-hidden="true">{t(`short.${word}`)}</span>
          <span className="sr-only">{t(`whole.${word}`)}</span>
        </>
      ),
      title: t(`whole.${word}`),
      isRight: true,
      className: 'pr-0 pl-1.5 whitespace-nowrap last:pr-4',
      cell,
      foot: cell(totals),
    };
  };
  const columns: Column<FabricFigures>[] = [
    {
      id: 'fabric',
      header: t(`first.${kind}`),
      isName: true,
      // Takes what the figures leave.
      className: 'w-full max-w-0 pr-1',
      cell: ({ fabric }) => (
        <span className="line-clamp-2 wrap-anywhere" title={visibleText(fabric)}>
          <ForeignText text={fabric} />
        </span>
      ),
      foot: t('all'),
    },
    ...(['hosts', ...COMPLIANCE, 'rate'] as const).map(figure),
  ];
  return (
    <DataTable
      label={t('label')}
      {...{ columns }}
      rows={byFabric.slice(0, ROWS_AT_MOST)}
      keyOf={({ fabric }) => fabric}
      look="figures"
      className="border-t border-line"
      more={others > 0 ? t('others', { count: others }) : undefined}
    />
  );
}
