'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { OpenPlans } from '@/components/fleet/open-plans';
import { useClassName } from '@/components/secure-boot/class-text';
import { clusterNameClass } from '@/components/secure-boot/cluster-name';
import { FigureLink } from '@/components/secure-boot/figure-link';
import { buttonClass } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { newPlanAddress } from '@/lib/client/plan-address';
import { remediationAddress } from '@/lib/client/remediation-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { SecureBoot, SecureBootBaseline } from '@/lib/contracts/secure-boot';
import { parseHostQuery } from '@/lib/contracts/words/host-query';

const cellClass = cva('border-t border-line px-2 py-2 align-middle first:pl-4 last:pr-4', {
  variants: { isWide: { true: 'max-tablet:hidden' }, isNamed: { true: 'min-w-24' } },
});
const headClass = cva('px-2 py-2 text-left text-small font-medium text-ink-3 first:pl-4 last:pr-4', {
  variants: { isWide: { true: 'max-tablet:hidden' } },
});

type PanelProps = { boot: SecureBoot; mayPlan: boolean };

/** Which baselines HGS has to know before the next hosts move, what VMs depend on first. */
export function BaselinePanel({ boot, mayPlan }: PanelProps) {
  const t = useTranslations('secureBoot.baselines');
  const { baselines, baselineCount } = boot;
  const more = baselineCount - baselines.length;
  return (
    <Panel title={t('title')} hint={t('hint')} footer={t('footer')}>
      {baselines.length === 0 ? (
        <p className="px-4 py-6 text-ink-2">{t('none')}</p>
      ) : (
        <div className="relative overflow-x-auto print:overflow-visible">
          <table className="w-full" aria-label={t('title')}>
            <thead>
              <tr>
                <th scope="col" className={headClass()}>
                  {t('column.baseline')}
                </th>
                <th scope="col" className={headClass()}>
                  {t('column.state')}
                </th>
                <th scope="col" className={headClass()}>
                  {t('column.covers')}
                </th>
                <th scope="col" className={headClass({ isWide: true })}>
                  {t('column.next')}
                </th>
              </tr>
            </thead>
            <tbody>
              {baselines.map((row) => (
                <BaselineLine key={`${row.need} ${row.covers.filter}`} row={row} mayPlan={mayPlan} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {more > 0 && (
        <p className="border-t border-line px-4 py-2 text-small text-ink-2">{t('more', { count: more })}</p>
      )}
    </Panel>
  );
}

type LineProps = { row: SecureBootBaseline; mayPlan: boolean };

function BaselineLine({ row, mayPlan }: LineProps) {
  const t = useTranslations('secureBoot.baselines');
  const stageName = useTranslations('fleet.bootStage');
  const nameOf = useClassName();
  const { fabric, need, stage, covers, clusters, clusterCount, provenBy } = row;
  const [cluster] = clusters;
  const where = clusterCount === 1 && cluster !== undefined ? cluster : null;
  return (
    <tr>
      <td className={cellClass()}>
        <b className="font-semibold wrap-anywhere">
          <ForeignText text={nameOf(row)} />, {stage === null ? t('stageUnknown') : stageName(stage)}
        </b>
        <ForeignText className="block text-small text-ink-3" text={fabric} />
      </td>
      <td className={cellClass()}>
        {need === 'registered' ? (
          <span>
            <span aria-hidden="true">✓ </span>
            {t('registered')}
          </span>
        ) : (
          <b className="font-semibold">{t('missing')}</b>
        )}
        <span className="block text-small text-ink-3">
          {need === 'registered' ? t('provenBy', { count: provenBy }) : t(`because.${need}`)}
        </span>
      </td>
      <td className={cellClass({ isNamed: true })}>
        <FigureLink filter={covers.filter}>{t('covers', { count: covers.hosts })}</FigureLink>
        <span className="block text-small text-ink-3">
          {where === null ? (
            t('inClusters', { count: clusterCount })
          ) : (
            <ForeignText className={clusterNameClass(where)} text={where} />
          )}
        </span>
      </td>
      <td className={cellClass({ isWide: true })}>
        <NextStep row={row} mayPlan={mayPlan} />
      </td>
    </tr>
  );
}

/**
 * The plans that are under way, and the way to one. A plan is about hosts that are not able now; what is to be done before
 * a restart stands in the catalogue.
 */
function NextStep({ row: { need, covers, plans }, mayPlan }: LineProps) {
  const t = useTranslations('secureBoot.baselines.step');
  const scope = useScope();
  if (need === 'registered') return <>{t('registered')}</>;
  const isFailing = need === 'refused';
  if (isFailing && plans.length > 0) return <OpenPlans plans={plans} />;
  const mayPlanNow = mayPlan && scope.at === null;
  const reading = parseHostQuery([...new URLSearchParams(covers.filter)]);
  if (isFailing && mayPlanNow && reading.ok)
    return (
      <Link
        className={buttonClass({ size: 'small' })}
        href={inScope(newPlanAddress({ filter: reading.query.filter, shown: null }), scope)}
      >
        {t('plan')}
      </Link>
    );
  return (
    <Link
      className="underline decoration-line-2 underline-offset-3 hover:decoration-current"
      href={inScope(remediationAddress('SecureBootSettings'), scope)}
    >
      {t(need)}
    </Link>
  );
}
