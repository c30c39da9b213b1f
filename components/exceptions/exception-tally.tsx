import { useTranslations } from 'next-intl';
import { Tally, TallyFigure } from '@/components/ui/tally';
import type { ExceptionRow, ExceptionSummary } from '@/lib/contracts/exception';

type TallyProps = { figures: ExceptionSummary; rows: readonly ExceptionRow[]; mayApprove: boolean };

/** The five figures that the page is about, each with what it is of. */
export function ExceptionTally({ figures, rows, mayApprove }: TallyProps) {
  const t = useTranslations('exceptions.tally');
  const { exceptions, hosts, nonCompliantIfEnded } = figures;
  const others = rows.filter(({ state, isOwn }) => state === 'requested' && !isOwn).length;
  return (
    <Tally>
      <TallyFigure name={t('inForce')} value={exceptions.inForce}>
        {t('inForceOf', { hosts: hosts.excepted, total: hosts.total })}
      </TallyFigure>
      <TallyFigure name={t('requested')} value={exceptions.requested}>
        {mayApprove && t('requestedOf', { others })}
      </TallyFigure>
      <TallyFigure name={t('ending')} value={exceptions.endingSoon}>
        {t('endingOf', { total: exceptions.inForce })}
      </TallyFigure>
      <TallyFigure name={t('ended')} value={exceptions.endedLately}>
        {t('endedOf')}
      </TallyFigure>
      <TallyFigure name={t('ifEnded')} value={nonCompliantIfEnded}>
        {t('ifEndedOf', { now: hosts.nonCompliant })}
      </TallyFigure>
    </Tally>
  );
}
