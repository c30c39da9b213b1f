'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SectionTabs } from '@/components/fleet/section-tabs';
import { type PlansAsked, plansInput } from '@/components/plans/plans-input';
import { type Column, DataTable } from '@/components/table/data-table';
import { TwoLines } from '@/components/table/two-lines';
import { useRowKeys } from '@/components/table/use-row-keys';
import { buttonClass } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import { SegmentLinks } from '@/components/ui/segment-links';
import { useZone } from '@/components/ui/use-zone';
import { hostsAddress } from '@/lib/client/host-address';
import { newPlanAddress, planAddress, plansAddress } from '@/lib/client/plan-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { watching } from '@/lib/client/watched-query';
import type { PlanRow } from '@/lib/contracts/plan';
import { NOT_FAILING } from '@/lib/domain/vocabulary';
import { fullMoment } from '@/lib/i18n/moment';

const WATCHING_MS = 30_000;

const ALL_FAILING = newPlanAddress({
  filter: { state: { include: [], exclude: [...NOT_FAILING] } },
  shown: null,
});

export function PlansScreen({ at, cursor, isAll, mayPlan }: PlansAsked & { mayPlan: boolean }) {
  const t = useTranslations('plans');
  const trpc = useTRPC();
  const scope = useScope();
  const options = trpc.plan.list.queryOptions(plansInput({ at, cursor, isAll }), watching(WATCHING_MS, at));
  const { plans, nextCursor } = useSuspenseQuery(options).data;
  return (
    <div className="grid min-w-0 gap-4 px-gutter pt-5 pb-8">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid min-w-0 flex-1 basis-80 gap-1">
          <PageTitle>{t('title')}</PageTitle>
          <p className="text-ink-2">{t('lead')}</p>
        </div>
        {mayPlan && at === null && (
          <Link className={buttonClass({ variant: 'primary' })} href={inScope(ALL_FAILING, scope)}>
            {t('planFailing')}
          </Link>
        )}
      </div>
      <SectionTabs of="remediation" current="plans" />
      <Panel title={t(isAll ? 'list' : 'listOpen')} aside={<Views isAll={isAll} />} footer={t('listHint')}>
        <PlanTable label={t(isAll ? 'list' : 'listOpen')} plans={plans}>
          <div className="grid justify-items-start gap-3">
            <p>{t(`${isAll ? 'none' : 'noneOpen'}.${at === null ? 'now' : 'then'}`)}</p>
            <Link className={buttonClass()} href={inScope(hostsAddress(), scope)}>
              {t('toHosts')}
            </Link>
          </div>
        </PlanTable>
      </Panel>
      {(cursor !== null || nextCursor !== null) && (
        <nav className="flex gap-2" aria-label={t('pages')}>
          {cursor !== null && (
            <Link className={buttonClass()} href={inScope(plansAddress({ isAll }), scope)}>
              {t('newest')}
            </Link>
          )}
          {nextCursor !== null && (
            <Link
              className={buttonClass()}
              href={inScope(plansAddress({ isAll, cursor: nextCursor }), scope)}
            >
              {t('older')}
            </Link>
          )}
        </nav>
      )}
    </div>
  );
}

function Views({ isAll }: Pick<PlansAsked, 'isAll'>) {
  const t = useTranslations('plans.view');
  const scope = useScope();
  return (
    <SegmentLinks
      label={t('label')}
      choices={[false, true].map((all) => ({
        key: String(all),
        href: inScope(plansAddress({ isAll: all }), scope),
        isCurrent: all === isAll,
        text: t(all ? 'all' : 'open'),
      }))}
    />
  );
}

type TableProps = {
  label: string;
  plans: readonly PlanRow[];
  /** Stands where there are none. */
  children: ReactNode;
};

function PlanTable({ label, plans, children }: TableProps) {
  const t = useTranslations('plans');
  const rowKeys = useRowKeys();
  const zone = useZone();
  const scope = useScope();
  const columns: Column<PlanRow>[] = [
    {
      id: 'plan',
      header: t('column.plan'),
      cell: ({ id, number, name, owner }) => (
        <TwoLines second={owner !== null && <ForeignText text={owner} />}>
          <Link className="font-semibold hover:underline" href={inScope(planAddress(id), scope)}>
            {number} <ForeignText text={name} />
          </Link>
        </TwoLines>
      ),
    },
    {
      id: 'state',
      header: t('column.state'),
      className: 'whitespace-nowrap',
      cell: ({ state }) => t(`planState.${state}`),
    },
    {
      id: 'progress',
      header: t('column.progress'),
      cell: ({ progress }) => (
        <>
          {t('proven', { proven: progress.proven, total: progress.total })}
          <Warnings progress={progress} />
        </>
      ),
    },
    { id: 'restarts', header: t('column.restarts'), from: 'tablet', cell: ({ totals }) => totals.restarts },
    {
      id: 'made',
      header: t('column.made'),
      from: 'tablet',
      cell: ({ createdAt, createdBy }) => (
        <TwoLines second={<ForeignText text={createdBy.name} />}>
          {fullMoment(new Date(createdAt), zone)}
        </TwoLines>
      ),
    },
  ];
  return (
    <DataTable
      label={label}
      {...{ columns, rowKeys }}
      rows={plans}
      keyOf={({ id }) => id}
      isTop
      className="tablet:min-w-160"
      empty={children}
    />
  );
}

/** What needs somebody: causes that came back, and work of which no proof came. */
function Warnings({ progress }: Pick<PlanRow, 'progress'>) {
  const t = useTranslations('plans');
  const { regressed, stalled } = progress;
  if (regressed + stalled === 0) return null;
  return (
    <span className="block text-small text-insecure-ink">
      {regressed > 0 && t('regressed', { count: regressed })}{' '}
      {stalled > 0 && t('stalled', { count: stalled })}
    </span>
  );
}
