import { useFormatter, useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { PreviewFigures } from '@/components/reports/preview-figures';
import { useShareText } from '@/components/reports/share-text';
import type { PreviewState } from '@/components/reports/use-preview';
import { Button } from '@/components/ui/button';
import { FormError } from '@/components/ui/form-error';
import { IconLine, IconLines } from '@/components/ui/icon-lines';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import { errorCodeOf } from '@/lib/client/error-code';
import type { ReportPreview as Preview } from '@/lib/contracts/reports';
import { fullMoment } from '@/lib/i18n/moment';
import { HOUR_SECONDS } from '@/lib/util/durations';

/** The least number of hours that is shown, so that a small time does not read as none. */
const FINEST_HOURS = 0.1;

type PreviewProps = {
  shown: PreviewState;
  hasTime: boolean;
  /** Says what it is a preview of, where that is a schedule; left out where one report is asked for. */
  title?: string;
};

/** What the report will say, as far as it is known before it is made; and what could surprise its readers. */
export function ReportPreview({ shown, hasTime, title }: PreviewProps) {
  const t = useTranslations('reports.preview');
  const { preview, isOld } = shown;
  return (
    <aside aria-label={t('label')} className="grid min-w-0 content-start gap-4">
      <Panel
        title={title ?? t('title')}
        hint={preview === null ? undefined : <AsOf preview={preview} isOld={isOld} />}
      >
        {preview === null ? (
          <NoFigures {...{ shown, hasTime }} />
        ) : (
          <PreviewFigures preview={preview} isBusy={isOld} />
        )}
      </Panel>
      {preview !== null && <Readers preview={preview} />}
      {title === undefined && (
        <Panel title={t('once.title')}>
          <IconLines>
            <IconLine icon="file">{t('once.fixed')}</IconLine>
            <IconLine icon="clock">{t('once.background')}</IconLine>
          </IconLines>
        </Panel>
      )}
    </aside>
  );
}

function AsOf({ preview, isOld }: { preview: Preview; isOld: boolean }) {
  const t = useTranslations('reports.preview');
  const zone = useZone();
  return isOld ? t('updating') : t('asOf', { moment: fullMoment(new Date(preview.asOf), zone) });
}

/** Why there are none: no time is chosen, they are being added up, or there was no answer. */
function NoFigures({ shown: { error, onRetry }, hasTime }: { shown: PreviewState; hasTime: boolean }) {
  const t = useTranslations('reports');
  const errorText = useErrorText();
  if (!hasTime) return <p className="px-4 py-3 text-ink-2">{t('preview.none')}</p>;
  if (!error)
    return (
      <p className="px-4 py-3 text-ink-2" role="status">
        {t('preview.loading')}
      </p>
    );
  const isForgotten = errorCodeOf(error) === 'before_history';
  return (
    <div className="grid justify-items-start gap-3 px-4 py-3">
      <FormError className="w-full">
        {isForgotten
          ? t('form.problem.beforeHistory')
          : errorText(error, { fallback: t('preview.failed'), isRead: true })}
      </FormError>
      <Button size="small" onClick={onRetry}>
        {t('preview.retry')}
      </Button>
    </div>
  );
}

function Readers({ preview: { totals, period } }: { preview: Preview }) {
  const t = useTranslations('reports.preview.readers');
  const format = useFormatter();
  const shareText = useShareText();
  const { excepted, unverified } = totals;
  if (excepted + unverified === 0 && period === null) return null;
  const hours = (period?.unverifiedSeconds ?? 0) / HOUR_SECONDS;
  return (
    <Panel title={t('title')}>
      <IconLines>
        {hours > 0 && (
          <IconLine icon="clock">
            {t('unverifiedTime', {
              share: shareText(1 - (period?.coverage ?? 0)),
              hours: format.number(Math.max(FINEST_HOURS, hours), {
                maximumFractionDigits: hours < 10 ? 1 : 0,
              }),
            })}
          </IconLine>
        )}
        {unverified > 0 && <IconLine icon="warn">{t('unverified', { count: unverified })}</IconLine>}
        {period !== null && <IconLine icon="clock">{t('lateEvidence')}</IconLine>}
        {excepted > 0 && <IconLine icon="file">{t('excepted', { count: excepted })}</IconLine>}
      </IconLines>
    </Panel>
  );
}
