'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { StaleNotice } from '@/components/fleet/stale-notice';
import { ExportMenu } from '@/components/hosts/export-menu';
import { FacetColumn } from '@/components/hosts/facet-column';
import { FilterBar } from '@/components/hosts/filter-bar';
import { useHostColumns } from '@/components/hosts/host-columns';
import { NoHosts } from '@/components/hosts/no-hosts';
import { Paging } from '@/components/hosts/paging';
import { ViewTabs } from '@/components/hosts/view-tabs';
import { DataTable } from '@/components/table/data-table';
import { useRowKeys } from '@/components/table/use-row-keys';
import { buttonClass } from '@/components/ui/button';
import { PageTitle } from '@/components/ui/page-title';
import { enrollAddress, hostsAddress } from '@/lib/client/host-address';
import { listInput, questionInput, unfiltered } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import type { Summary } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/host-query';

const WATCHING_MS = 30_000;

/** Figures of the same hosts as the rows below them, and of all that the filters leave out. */
function useHosts(query: HostQuery) {
  const trpc = useTRPC();
  const watch = { refetchInterval: query.at === null && WATCHING_MS };
  const list = useSuspenseQuery(trpc.host.list.queryOptions(listInput(query), watch));
  const summary = useSuspenseQuery(trpc.host.summary.queryOptions(questionInput(query), watch));
  const all = useSuspenseQuery(trpc.host.summary.queryOptions(questionInput(unfiltered(query)), watch));
  const facets = useSuspenseQuery(trpc.host.facets.queryOptions(questionInput(query), watch));
  return { list, summary: summary.data, all: all.data, facets: facets.data.facets };
}

type HostsScreenProps = { query: HostQuery; mayEnroll: boolean };

export function HostsScreen({ query, mayEnroll }: HostsScreenProps) {
  const t = useTranslations('hosts');
  const { list, summary, all, facets } = useHosts(query);
  const { hosts, asOf, total } = list.data;
  const columns = useHostColumns(asOf, query.at);
  const table = useRowKeys();
  return (
    <div className="facetgrid">
      <FacetColumn query={query} facets={facets} />
      <div className="work">
        <div className="head">
          <PageTitle>{t('title')}</PageTitle>
          <Consequence summary={summary} all={all} />
          <div className="right acts">
            <a className={buttonClass({ size: 'small' }, 'to-facets')} href="#filters">
              {t('filters')}
            </a>
            {mayEnroll && <AddHosts query={query} />}
            <ExportMenu query={query} total={total} />
          </div>
        </div>
        <ViewTabs query={query} all={all} />
        <FilterBar query={query} />
        {list.isRefetchError && <StaleNotice asOf={asOf} onRetry={list.refetch} />}
        <div className="grid-wrap">
          <DataTable
            ref={table}
            label={t('table')}
            columns={columns}
            rows={hosts}
            keyOf={({ id }) => id}
            sorting={{
              sort: query.sort,
              order: query.order,
              addressOf: (sort, order) => hostsAddress({ ...query, sort, order, cursor: null }),
              labelOf: (column) => t('sortBy', { column }),
            }}
            empty={<NoHosts query={query} all={all.total} mayEnroll={mayEnroll} />}
          />
          <Paging query={query} list={list.data} all={all.total} />
        </div>
      </div>
    </div>
  );
}

function AddHosts({ query }: { query: HostQuery }) {
  const t = useTranslations('enrol');
  return (
    <Link className={buttonClass({ size: 'small' })} href={enrollAddress(query.filter)}>
      {t('add')}
    </Link>
  );
}

/** A count says of how many: of what is listed where that is part of the fleet, else of the fleet. */
function Consequence({ summary, all }: { summary: Summary; all: Summary }) {
  const t = useTranslations('hosts');
  return <span className="soft">{consequenceOf(summary, all, t)}</span>;
}

function consequenceOf(
  summary: Summary,
  all: Summary,
  t: ReturnType<typeof useTranslations<'hosts'>>,
): string {
  const { total, vms } = summary;
  const unable = unableOf(summary);
  const isWholeFleet = total === all.total;
  if (total === 0 && !isWholeFleet) return t('consequenceNoMatch', { all: all.total });
  // Every host of the fleet that cannot is listed, so that the sentence is true of the fleet.
  if (unable > 0 && unable === unableOf(all))
    return t('consequence', { unable, all: all.total, vms: vms.blocked });
  if (isWholeFleet) return t('consequenceNone', { total });
  return t('consequenceSome', { total, all: all.total, unable, vms: vms.blocked });
}

const unableOf = ({ total, states }: Summary) => total - states.Passed;
