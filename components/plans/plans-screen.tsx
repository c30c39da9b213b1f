'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type PlansAsked, plansInput } from '@/components/plans/plans-input';
import { useRowKeys } from '@/components/table/use-row-keys';
import { buttonClass } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import { hostsAddress } from '@/lib/client/host-address';
import { planAddress, plansAddress } from '@/lib/client/plan-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { watching } from '@/lib/client/watched-query';
import type { PlanRow } from '@/lib/contracts/plan';
import { fullMoment } from '@/lib/i18n/moment';

const WATCHING_MS = 30_000;
const COLUMNS = ['plan', 'state', 'progress', 'restarts', 'made'] as const;

export function PlansScreen({ at, cursor }: PlansAsked) {
  const t = useTranslations('plans');
  const trpc = useTRPC();
  const scope = useScope();
  const options = trpc.plan.list.queryOptions(plansInput({ at, cursor }), watching(WATCHING_MS, at));
  const { plans, nextCursor } = useSuspenseQuery(options).data;
  return (
    <div className="grid min-w-0 gap-4 px-gutter pt-5 pb-8">
      <div className="grid gap-1">
        <PageTitle>{t('title')}</PageTitle>
        <p className="text-ink-2">{t('lead')}</p>
      </div>
      <Panel title={t('list')} footer={t('listHint')}>
        {plans.length === 0 ? (
          <div className="grid justify-items-start gap-3 px-4 py-6 text-ink-2">
            <p>{t(at === null ? 'none' : 'noneThen')}</p>
            <Link className={buttonClass()} href={inScope(hostsAddress(), scope)}>
              {t('toHosts')}
            </Link>
          </div>
        ) : (
          <PlanTable plans={plans} />
        )}
      </Panel>
      {(cursor !== null || nextCursor !== null) && (
        <nav className="flex gap-2" aria-label={t('pages')}>
          {cursor !== null && (
            <Link className={buttonClass()} href={inScope(plansAddress(), scope)}>
              {t('newest')}
            </Link>
          )}
          {nextCursor !== null && (
            <Link className={buttonClass()} href={inScope(plansAddress(nextCursor), scope)}>
              {t('older')}
            </Link>
          )}
        </nav>
      )}
    </div>
  );
}

function PlanTable({ plans }: { plans: readonly PlanRow[] }) {
  const t = useTranslations('plans');
  const rowKeys = useRowKeys();
  return (
    <div className="relative overflow-x-auto">
      <table {...rowKeys} aria-label={t('list')} className="w-full text-left tablet:min-w-160">
        <thead>
          <tr className="text-small text-ink-3">
            {COLUMNS.map((column) => (
              <th
                key={column}
                scope="col"
                className={
                  column === 'made' || column === 'restarts'
                    ? 'px-4 py-2 font-medium max-tablet:hidden'
                    : 'px-4 py-2 font-medium'
                }
              >
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plans.map((plan) => (
            <Row key={plan.id} plan={plan} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ plan }: { plan: PlanRow }) {
  const t = useTranslations('plans');
  const zone = useZone();
  const scope = useScope();
  const { id, number, name, owner, state, progress, totals, createdAt, createdBy } = plan;
  return (
    <tr className="border-t border-line align-top">
      <td className="px-4 py-2">
        <Link className="font-semibold hover:underline" href={inScope(planAddress(id), scope)}>
          {number} <ForeignText text={name} />
        </Link>
        {owner !== null && (
          <span className="block text-small text-ink-3">
            <ForeignText text={owner} />
          </span>
        )}
      </td>
      <td className="px-4 py-2 whitespace-nowrap">{t(`planState.${state}`)}</td>
      <td className="px-4 py-2 tabular-nums">
        {t('proven', { proven: progress.proven, total: progress.total })}
        <Warnings progress={progress} />
      </td>
      <td className="px-4 py-2 tabular-nums max-tablet:hidden">{totals.restarts}</td>
      <td className="px-4 py-2 max-tablet:hidden">
        {fullMoment(new Date(createdAt), zone)}
        <span className="block text-small text-ink-3">
          <ForeignText text={createdBy.name} />
        </span>
      </td>
    </tr>
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
