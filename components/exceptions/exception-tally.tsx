import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ExceptionRow, ExceptionSummary } from '@/lib/contracts/exception';

type TallyProps = { figures: ExceptionSummary; rows: readonly ExceptionRow[] };

/** The five figures that the page is about, each with what it is of. */
export function ExceptionTally({ figures, rows }: TallyProps) {
  const t = useTranslations('exceptions.tally');
  const { exceptions, hosts, nonCompliantIfEnded } = figures;
  const others = rows.filter(({ state, isOwn }) => state === 'requested' && !isOwn).length;
  return (
    <dl className="flex flex-wrap justify-between gap-x-8 gap-y-3 rounded-panel border border-line bg-surface px-4 py-3">
      <Figure name={t('inForce')} value={exceptions.inForce}>
        {t('inForceOf', { hosts: hosts.excepted, total: hosts.total })}
      </Figure>
      <Figure name={t('requested')} value={exceptions.requested}>
        {t('requestedOf', { others })}
      </Figure>
      <Figure name={t('ending')} value={exceptions.endingSoon}>
        {t('endingOf', { total: exceptions.inForce })}
      </Figure>
      <Figure name={t('ended')} value={exceptions.endedLately}>
        {t('endedOf')}
      </Figure>
      <Figure name={t('ifEnded')} value={nonCompliantIfEnded}>
        {t('ifEndedOf', { now: hosts.nonCompliant })}
      </Figure>
    </dl>
  );
}

function Figure({ name, value, children }: { name: string; value: number; children: ReactNode }) {
  return (
    <div>
      <dt className="text-small text-ink-3">{name}</dt>
      <dd>
        <b className="text-count font-semibold tabular-nums">{value}</b>{' '}
        <span className="text-small text-ink-2">{children}</span>
      </dd>
    </div>
  );
}
