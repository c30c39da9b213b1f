import { useFormatter, useTranslations } from 'next-intl';
import { Icon, type IconName } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import type { Summary } from '@/lib/contracts/fleet';
import { COMPLIANCE } from '@/lib/domain/vocabulary';
import { fullMoment } from '@/lib/i18n/moment';

/** What the report will say, as far as it is known before it is made; and what could surprise its readers. */
export function ReportPreview({ summary, isPeriod }: { summary: Summary | null; isPeriod: boolean }) {
  const t = useTranslations('reports.preview');
  return (
    <aside aria-label={t('label')} className="grid min-w-0 content-start gap-4">
      <Panel title={t('title')} hint={summary === null ? undefined : <AsOf summary={summary} />}>
        {summary === null ? (
          <p className="px-4 py-3 text-ink-2">{t('none')}</p>
        ) : (
          <Classes summary={summary} />
        )}
      </Panel>
      {summary !== null && summary.total > 0 && <Readers summary={summary} isPeriod={isPeriod} />}
      <Panel title={t('once.title')}>
        <Lines>
          <Line icon="file">{t('once.fixed')}</Line>
          <Line icon="clock">{t('once.background')}</Line>
        </Lines>
      </Panel>
    </aside>
  );
}

function AsOf({ summary }: { summary: Summary }) {
  const t = useTranslations('reports.preview');
  const zone = useZone();
  return t('asOf', { moment: fullMoment(new Date(summary.asOf), zone) });
}

/** The four classes, which add up to the hosts. */
function Classes({ summary }: { summary: Summary }) {
  const t = useTranslations('reports.preview');
  const format = useFormatter();
  const { total, compliance } = summary;
  return (
    <div className="grid gap-2 px-4 py-3">
      <p>
        <b className="text-count font-semibold tabular-nums">{format.number(total)}</b>{' '}
        {t('hosts', { count: total })}
      </p>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-1.5">
        {COMPLIANCE.map((word) => (
          <div key={word} className="flex flex-row-reverse items-baseline justify-end gap-1.5">
            <dt className="text-ink-2">{t(`class.${word}`, { count: compliance[word] })}</dt>
            <dd className="font-semibold tabular-nums">{format.number(compliance[word])}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Readers({ summary, isPeriod }: { summary: Summary; isPeriod: boolean }) {
  const t = useTranslations('reports.preview.readers');
  const { excepted, unverified } = summary.compliance;
  if (excepted + unverified === 0 && !isPeriod) return null;
  return (
    <Panel title={t('title')}>
      <Lines>
        {unverified > 0 && <Line icon="warn">{t('unverified', { count: unverified })}</Line>}
        {isPeriod && <Line icon="clock">{t('lateEvidence')}</Line>}
        {excepted > 0 && <Line icon="file">{t('excepted', { count: excepted })}</Line>}
      </Lines>
    </Panel>
  );
}

const Lines = ({ children }: { children: React.ReactNode }) => <ul className="grid">{children}</ul>;

function Line({ icon, children }: { icon: IconName; children: string }) {
  return (
    <li className="flex gap-2.5 border-b border-line px-4 py-2.5 last:border-b-0">
      <span className="pt-0.5 text-ink-2">
        <Icon name={icon} size={14} />
      </span>
      {children}
    </li>
  );
}
