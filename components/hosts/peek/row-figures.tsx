import { useTranslations } from 'next-intl';
import { CheckTag } from '@/components/fleet/check-tags';
import { StatePill } from '@/components/fleet/state-pill';
import { Time } from '@/components/fleet/time';
import { Fact } from '@/components/hosts/peek/fact';
import { PeekSection } from '@/components/hosts/peek/peek-section';
import { ForeignText } from '@/components/ui/foreign-text';
import type { HostRow } from '@/lib/contracts/fleet';

/** What the list knows of a host, until the whole of it has come: where the server does not answer it is all there is. */
export function RowFigures({ row, asOf }: { row: HostRow; asOf: string }) {
  const t = useTranslations('hosts');
  const { state, attestationStatus, since, failingChecks, cluster, fabric, shieldedVms, owner } = row;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-4 py-3">
        <StatePill state={state} lastStatus={attestationStatus} />
        <span className="text-small text-ink-2">
          {t.rich('peek.since', { moment: () => <Time value={since} asOf={asOf} place="inSentence" /> })}
        </span>
      </div>
      {/* Seen only where the rest takes a moment, which has the same in another place. */}
      <div className="animate-late">
        <PeekSection title={t('peek.facts')}>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5 text-small">
            <Fact name={t('column.checks')}>
              {failingChecks.length > 0 && (
                <span className="flex flex-wrap gap-1 py-px">
                  {failingChecks.map((check) => (
                    <CheckTag key={check} check={check} />
                  ))}
                </span>
              )}
            </Fact>
            <Fact name={t('column.virtualMachines')}>{shieldedVms?.toString()}</Fact>
            <Fact name={t('column.cluster')}>
              <ForeignText text={cluster === null ? fabric : `${cluster}, ${fabric}`} />
            </Fact>
            <Fact name={t('word.owner')}>{owner !== null && <ForeignText text={owner} />}</Fact>
          </dl>
        </PeekSection>
      </div>
    </>
  );
}
