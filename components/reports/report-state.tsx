import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import type { ReportRow } from '@/lib/contracts/reports';

/** The evidence pack alone holds the signatures: a report that has none is not signed. */
export const isSigned = ({ formats }: Pick<ReportRow, 'formats'>) => formats.includes('zip');

/** How far it is; of one that failed, why. A bar in ink, since it is no state of a host. */
export function ReportStateText({ report }: { report: ReportRow }) {
  const t = useTranslations('reports');
  const { state, progress, number } = report;
  if (state === 'running')
    return (
      <span className="grid gap-1">
        <span>{t('running', { progress })}</span>
        <progress
          aria-label={t('progressOf', { number })}
          value={progress}
          max={100}
          className="h-1 w-full max-w-40 appearance-none overflow-hidden rounded-pill border-none bg-line-2 [&::-moz-progress-bar]:bg-ink [&::-webkit-progress-bar]:bg-line-2 [&::-webkit-progress-value]:bg-ink"
        />
      </span>
    );
  if (state !== 'failed')
    return (
      <span className="inline-flex items-center gap-1.5">
        {state === 'ready' && <Icon name={isSigned(report) ? 'seal' : 'file'} size={14} />}
        {isSigned(report) ? t('state.signed') : t(`state.${state}`)}
      </span>
    );
  return (
    <span className="grid">
      <span className="inline-flex items-center gap-1.5 text-insecure-ink">
        <Icon name="warn" size={14} />
        {t('state.failed')}
      </span>
      <span className="text-small text-ink-2">{t(reasonOf(report))}</span>
    </span>
  );
}

/** The text follows from the code of the failure, because the stored sentence is English and meant for programs. */
const reasonOf = ({ failure }: ReportRow) =>
  failure?.code === 'before_history' ? 'failed.beforeHistory' : 'failed.other';
