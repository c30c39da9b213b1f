'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ReportLink } from '@/components/fleet/report-link';
import { consequenceOf } from '@/components/hosts/consequence-text';
import { ExportMenu } from '@/components/hosts/export-menu';
import { FacetColumn, FILTERS } from '@/components/hosts/facet-column';
import { FilterBar } from '@/components/hosts/filter-bar';
import { useHostColumns } from '@/components/hosts/host-columns';
import { NoHosts } from '@/components/hosts/no-hosts';
import { Paging } from '@/components/hosts/paging';
import { ViewTabs } from '@/components/hosts/view-tabs';
import { DataTable } from '@/components/table/data-table';
import { useRowKeys } from '@/components/table/use-row-keys';
import { buttonClass } from '@/components/ui/button';
import { PageTitle } from '@/components/ui/page-title';
import { PartLink } from '@/components/ui/part-link';
import { requestAddress } from '@/lib/client/exception-address';
import { enrollAddress, hostsAddress } from '@/lib/client/host-address';
import { listInput, questionInput, unfiltered } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { watching } from '@/lib/client/watched-query';
import type { Summary } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/host-query';

const WATCHING_MS = 30_000;

/** Figures of the same hosts as the rows below them, and of all that the filters leave out. */
function useHosts(query: HostQuery) {
  const trpc = useTRPC();
  const watch = watching(WATCHING_MS, query.at);
  const { data: list } = useSuspenseQuery(trpc.host.list.queryOptions(listInput(query), watch));
  const summary = useSuspenseQuery(trpc.host.summary.queryOptions(questionInput(query), watch));
  const all = useSuspenseQuery(trpc.host.summary.queryOptions(questionInput(unfiltered(query)), watch));
  const facets = useSuspenseQuery(trpc.host.facets.queryOptions(questionInput(query), watch));
  return { list, summary: summary.data, all: all.data, facets: facets.data.facets };
}

type HostsScreenProps = { query: HostQuery; mayEnroll: boolean; mayExcept: boolean };

export function HostsScreen({ query, mayEnroll, mayExcept }: HostsScreenProps) {
  const t = useTranslations('hosts');
  const { list, summary, all, facets } = useHosts(query);
  const { hosts, asOf, total } = list;
  const columns = useHostColumns(asOf, query.at);
  const rowKeys = useRowKeys();
  return (
    <div className="facetgrid">
      <FacetColumn query={query} facets={facets} />
      <div className="work">
        <div className="head">
          <PageTitle>{t('title')}</PageTitle>
          <Consequence summary={summary} all={all} />
          <div className="right acts max-desk:flex-wrap">
            <PartLink className={buttonClass({ size: 'small' }, 'columns:hidden')} part={FILTERS}>
              {t('filters')}
            </PartLink>
            {mayEnroll && <AddHosts query={query} />}
            {mayExcept && query.at === null && total > 0 && <RequestException query={query} />}
            {total > 0 && (
              <ReportLink question={query} size="small">
                {t('reportOn', { count: total })}
              </ReportLink>
            )}
            <ExportMenu query={query} total={total} />
          </div>
        </div>
        <ViewTabs query={query} all={all} />
        <FilterBar query={query} />
        <div className="grid-wrap">
          <DataTable
            {...rowKeys}
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
          <Paging query={query} list={list} all={all.total} />
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

function RequestException({ query: { filter } }: { query: HostQuery }) {
  const t = useTranslations('hosts');
  return (
    <Link className={buttonClass({ size: 'small' })} href={requestAddress({ filter })}>
      {t('requestException')}
    </Link>
  );
}

function Consequence({ summary, all }: { summary: Summary; all: Summary }) {
  const t = useTranslations('hosts');
  return <span className="soft">{consequenceOf(t, summary, all)}</span>;
}
