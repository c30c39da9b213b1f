import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import type { Fault, Verdict } from '@/lib/domain/report/proof/verify';
import { fullMoment } from '@/lib/i18n/moment';

const head = cva('grid gap-2 rounded-panel border border-l-3 border-line bg-surface px-4 py-3', {
  variants: {
    outcome: {
      proven: 'border-l-passed',
      ofServer: 'border-l-passed',
      notProven: 'border-l-expired',
      refused: 'border-l-insecure',
    },
  },
});

type VerdictProps = {
  verdict: Verdict;
  /** The keys were this server's own: it cannot vouch for itself. */
  isByServer: boolean;
};

function outcomeOf({ verdict: { faults, isOriginProven }, isByServer }: VerdictProps) {
  if (faults.length > 0) return 'refused';
  if (!isOriginProven) return 'notProven';
  return isByServer ? 'ofServer' : 'proven';
}

/** What was found, first in one line, then what the report says of itself. */
export function VerdictPanel(props: VerdictProps) {
  const t = useTranslations('proof');
  const { verdict } = props;
  const outcome = outcomeOf(props);
  const isSigned = outcome === 'proven' || outcome === 'ofServer';
  const { faults, kid } = verdict;
  return (
    <div className="grid gap-4">
      <section role="status" className={head({ outcome })} aria-label={t(outcome)}>
        <h2 className="text-verdict">{t(outcome)}</h2>
        <p className="wrap-anywhere text-ink-2">{t(`${outcome}Hint`, { kid: kid ?? '' })}</p>
        {outcome === 'refused' && <Faults faults={faults} kid={kid ?? ''} />}
        {!isSigned && kid !== undefined && (
          <p className="flex flex-wrap items-center gap-2">
            {outcome === 'refused' && <span className="text-small text-ink-3">{t('fingerprint')}</span>}
            <code className="min-w-0 font-mono text-code wrap-anywhere">{kid}</code>
            <CopyButton text={kid} copies={t('copiesKey')} />
          </p>
        )}
        {outcome !== 'refused' && (
          <p className="text-small text-ink-3">
            {t('recounted')} {isSigned && t('notTruth')}
          </p>
        )}
      </section>
      {outcome !== 'refused' && <Said verdict={verdict} />}
    </div>
  );
}

function Faults({ faults, kid }: { faults: readonly Fault[]; kid: string }) {
  const t = useTranslations('proof');
  const sentenceOf = (fault: Fault) => {
    if (fault.code === 'figureDiffers')
      return t('faults.figureDiffers', { figure: t(`figures.${fault.figure}`) });
    const name = 'name' in fault ? fault.name : '';
    return t(`faults.${fault.code}`, { name, kid });
  };
  return (
    <ul className="grid list-disc gap-1 pl-5 wrap-anywhere">
      {faults.map((fault) => (
        <li key={JSON.stringify(fault)}>{sentenceOf(fault)}</li>
      ))}
    </ul>
  );
}

/** Only what was signed and is whole is shown: of a file that was refused nothing is to be believed. */
function Said({ verdict: { says, files, kid } }: { verdict: Verdict }) {
  const t = useTranslations('proof');
  const zone = useZone();
  if (says === undefined) return null;
  const { rate: _, vms: __, ...counts } = says.counts;
  const moment = (time: string) => fullMoment(new Date(time), zone);
  return (
    <>
      <Panel title={t('report')}>
        <dl className="grid gap-x-6 gap-y-2 px-4 py-3 tablet:grid-cols-[max-content_minmax(0,1fr)]">
          <Fact name={t('number')}>{says.number}</Fact>
          <Fact name={t('createdAt')}>{moment(says.createdAt)}</Fact>
          {says.from !== null && <Fact name={t('from')}>{moment(says.from)}</Fact>}
          <Fact name={t('asOf')}>{moment(says.asOf)}</Fact>
          <Fact name={t('hosts')}>{t('hostCounts', counts)}</Fact>
          {kid !== undefined && (
            <Fact name={t('fingerprint')}>
              <span className="flex items-center gap-2">
                <code className="min-w-0 font-mono text-code wrap-anywhere">{kid}</code>
                <CopyButton text={kid} copies={t('copiesKey')} />
              </span>
            </Fact>
          )}
        </dl>
      </Panel>
      <Panel title={t('files')} hint={t('digest')}>
        <ul className="grid">
          {files.map(({ name, sha256 }) => (
            <li
              key={name}
              className="flex flex-wrap gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0"
            >
              <span className="w-52">{name}</span>
              <code className="min-w-0 font-mono text-code wrap-anywhere">{sha256}</code>
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-small text-ink-3">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
