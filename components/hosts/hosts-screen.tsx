'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ReportLink } from '@/components/fleet/report-link';
import { consequenceOf } from '@/components/hosts/consequence-text';
import { ExportMenu } from '@/components/hosts/export-menu';
import { FacetColumn, FILTERS } from '@/components/hosts/facet-column';
import { FilterBar } from '@/components/hosts/filter-bar';
import { isChosen } from '@/components/hosts/host-choice';
import { useHostColumns } from '@/components/hosts/host-columns';
import { HostPeek } from '@/components/hosts/host-peek';
import { HostsFrame, HostsHead } from '@/components/hosts/hosts-frame';
import { NoHosts } from '@/components/hosts/no-hosts';
import { Paging } from '@/components/hosts/paging';
import { SelectionBar } from '@/components/hosts/selection-bar';
import { useHostChoice } from '@/components/hosts/use-host-choice';
import { useListLook } from '@/components/hosts/use-list-look';
import { type Peek, usePeek } from '@/components/hosts/use-peek';
import { ViewTabs } from '@/components/hosts/view-tabs';
import { DataTable } from '@/components/table/data-table';
import { useRowKeys } from '@/components/table/use-row-keys';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { PartLink } from '@/components/ui/part-link';
import { requestAddress } from '@/lib/client/exception-address';
import { enrollAddress, hostsAddress } from '@/lib/client/host-address';
import { listInput, questionInput, unfiltered } from '@/lib/client/host-question';
import type { ListLook } from '@/lib/client/list-look';
import { useTRPC } from '@/lib/client/trpc';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { HostRow, Summary } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { visibleText } from '@/lib/util/visible-text';

/** Figures of the same hosts as the rows below them, and of all that the filters leave out. */
function useHosts(query: HostQuery) {
  const trpc = useTRPC();
  const watch = watching(LIST_EVERY_MS, query.at);
  const { data: list } = useSuspenseQuery(trpc.host.list.queryOptions(listInput(query), watch));
  const summary = useSuspenseQuery(trpc.host.summary.queryOptions(questionInput(query), watch));
  const all = useSuspenseQuery(trpc.host.summary.queryOptions(questionInput(unfiltered(query)), watch));
  const facets = useSuspenseQuery(trpc.host.facets.queryOptions(questionInput(query), watch));
  return { list, summary: summary.data, all: all.data, facets: facets.data.facets };
}

export type HostsScreenProps = {
  query: HostQuery;
  mayEnroll: boolean;
  mayExcept: boolean;
  mayPlan: boolean;
  /** Say who is responsible for hosts, and acknowledge them. */
  mayWork: boolean;
  maySaveViews: boolean;
  /** Which columns this browser's person chose. */
  look: ListLook;
};

export function HostsScreen({ query, maySaveViews, look: kept, ...rights }: HostsScreenProps) {
  const { mayEnroll, mayExcept, mayPlan, mayWork } = rights;
  const t = useTranslations('hosts');
  const tSelection = useTranslations('selection');
  const { list, summary, all, facets } = useHosts(query);
  const { hosts, asOf, total } = list;
  const [look, setLook] = useListLook(kept);
  const peek = usePeek();
  const columns = useHostColumns(asOf, query, { look, peek });
  const rowKeys = useRowKeys();
  const choosing = useHostChoice(query, hosts);
  return (
    <HostsFrame filters={<FacetColumn query={query} facets={facets} />}>
      <HostsHead>
        <PageTitle>{t('title')}</PageTitle>
        <Consequence summary={summary} all={all} />
        <div className="ml-auto flex gap-2 self-center max-desk:flex-wrap">
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
      </HostsHead>
      <ViewTabs query={query} all={all} maySave={maySaveViews} {...{ look, setLook }} />
      <FilterBar query={query} />
      <WithPeek {...{ peek, query, hosts }}>
        {choosing.count > 0 && <SelectionBar {...{ query, list, choosing, mayWork, mayExcept, mayPlan }} />}
        <DataTable
          {...rowKeys}
          onFocus={peek.follow}
          label={t('table')}
          isDense={look.isDense}
          columns={columns}
          rows={hosts}
          keyOf={({ id }) => id}
          choosing={{
            isChosen: ({ id }) => isChosen(choosing.choice, id),
            onChoose: ({ id }, isRange) => choosing.chooseRow(id, isRange),
            onChoosePage: choosing.choosePage,
            labelOf: ({ hostname }) => tSelection('host', { host: visibleText(hostname) }),
            pageLabel: tSelection('page'),
          }}
          isShown={({ id }) => id === peek.id}
          isBelowBar={choosing.count > 0}
          sorting={{
            sort: query.sort,
            order: query.order,
            addressOf: (sort, order) => hostsAddress({ ...query, sort, order, cursor: null }),
            labelOf: (column) => t('sortBy', { column }),
          }}
          empty={<NoHosts query={query} all={all.total} mayEnroll={mayEnroll} />}
        />
        <Paging query={query} list={list} all={all.total} />
      </WithPeek>
    </HostsFrame>
  );
}

type WithPeekProps = { peek: Peek; query: HostQuery; hosts: readonly HostRow[]; children: ReactNode };

/** The list, and beside it the host that is looked at. */
function WithPeek({ peek: { id, close }, query, hosts, children }: WithPeekProps) {
  const row = hosts.find((host) => host.id === id) ?? null;
  return (
    <div
      className={classNames(
        id !== null &&
          'columns:grid columns:grid-cols-[minmax(0,1fr)_var(--spacing-side)] columns:items-start columns:gap-4',
      )}
    >
      <div className="relative min-w-0 rounded-panel border border-line bg-surface">{children}</div>
      {id !== null && <HostPeek {...{ id, query, row }} onClose={close} />}
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
  return <span className="text-ink-2">{consequenceOf(t, summary, all)}</span>;
}
