'use client';

import { useTranslations } from 'next-intl';
import { OpenPlans } from '@/components/fleet/open-plans';
import { useClassName } from '@/components/secure-boot/class-text';
import { clusterNameClass } from '@/components/secure-boot/cluster-name';
import { FigureLink } from '@/components/secure-boot/figure-link';
import { type Column, DataTable } from '@/components/table/data-table';
import { TwoLines } from '@/components/table/two-lines';
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

type PanelProps = { boot: SecureBoot; mayPlan: boolean };

/** Which baselines HGS has to know before the next hosts move, what VMs depend on first. */
export function BaselinePanel({ boot, mayPlan }: PanelProps) {
  const t = useTranslations('secureBoot.baselines');
  const { baselines, baselineCount } = boot;
  const stageName = useTranslations('fleet.bootStage');
  const nameOf = useClassName();
  const more = baselineCount - baselines.length;
  const columns: Column<SecureBootBaseline>[] = [
    {
      id: 'baseline',
      header: t('column.baseline'),
      cell: (row) => (
        <>
          <b className="font-semibold wrap-anywhere">
            <ForeignText text={nameOf(row)} />,{' '}
            {row.stage === null ? t('stageUnknown') : stageName(row.stage)}
          </b>
          <ForeignText className="block text-small text-ink-3" text={row.fabric} />
        </>
      ),
    },
    {
      id: 'state',
      header: t('column.state'),
      cell: ({ need, provenBy }) =>
        need === 'registered' ? (
          <TwoLines second={t('provenBy', { count: provenBy })}>
            <span aria-hidden="true">✓ </span>
            {t('registered')}
          </TwoLines>
        ) : (
          <TwoLines second={t(`because.${need}`)}>
            <b className="font-semibold">{t('missing')}</b>
          </TwoLines>
        ),
    },
    {
      id: 'covers',
      header: t('column.covers'),
      className: 'min-w-24',
      cell: (row) => (
        <TwoLines second={<Where row={row} />}>
          <FigureLink filter={row.covers.filter}>{t('covers', { count: row.covers.hosts })}</FigureLink>
        </TwoLines>
      ),
    },
    {
      id: 'next',
      header: t('column.next'),
      from: 'tablet',
      cell: (row) => <NextStep row={row} mayPlan={mayPlan} />,
    },
  ];
  return (
    <Panel title={t('title')} hint={t('hint')} footer={t('footer')}>
      <DataTable
        label={t('title')}
        {...{ columns }}
        rows={baselines}
        keyOf={({ need, covers }) => `${need} ${covers.filter}`}
        empty={t('none')}
        more={more > 0 ? t('more', { count: more }) : undefined}
      />
    </Panel>
  );
}

type LineProps = { row: SecureBootBaseline; mayPlan: boolean };

function Where({ row: { clusters, clusterCount } }: Pick<LineProps, 'row'>) {
  const t = useTranslations('secureBoot.baselines');
  const [cluster] = clusters;
  if (clusterCount !== 1 || cluster === undefined) return t('inClusters', { count: clusterCount });
  return <ForeignText className={clusterNameClass(cluster)} text={cluster} />;
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
