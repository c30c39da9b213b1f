'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ExportMenu } from '@/components/fleet/export-menu';
import { ReportLink } from '@/components/fleet/report-link';
import { FREE_WORDS, UnknownWords } from '@/components/fleet/unknown-words';
import { consequenceOf } from '@/components/hosts/consequence-text';
import { FacetColumn } from '@/components/hosts/facet-column';
import { FilterBar } from '@/components/hosts/filter-bar';
import { FoldedFilters, FoldingFrame } from '@/components/hosts/folding-frame';
import { FILTERS, HostsHead } from '@/components/hosts/hosts-frame';
import { HostsTable } from '@/components/hosts/hosts-table';
import { useListLook } from '@/components/hosts/use-list-look';
import { ViewTabs } from '@/components/hosts/view-tabs';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { PartLink } from '@/components/ui/part-link';
import { PartNavigation } from '@/components/ui/part-navigation';
import { SteadyText } from '@/components/ui/steady-text';
import { requestAddress } from '@/lib/client/exception-address';
import { enrollAddress, hostsAddress, hostsExportAddress } from '@/lib/client/host-address';
import { listInput, questionInput, unfiltered } from '@/lib/client/host-question';
import { fileColumns, type ListLook } from '@/lib/client/list-look';
import { useTRPC } from '@/lib/client/trpc';
import { useRememberedList } from '@/lib/client/use-last-lists';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { Facets } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/words/host-query';

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
  const { list, summary, all, facets } = useHosts(query);
  const { total } = list;
  const [look, setLook] = useListLook(kept);
  useRememberedList(hostsAddress(query));
  return (
    <PartNavigation>
      <FoldingFrame filters={<FacetColumn {...{ query, facets, total }} />}>
        <HostsHead
          title={<PageTitle>{t('title')}</PageTitle>}
          consequence={consequenceOf(t, summary, all)}
          actions={<Actions {...{ query, look, total, mayEnroll, mayExcept }} all={all.total} />}
        />
        <ViewTabs {...{ query, facets }} maySave={maySaveViews} {...{ look, setLook }} />
        <FilterBar query={query} />
        {/* There before it says something: what comes together with its text is not read out. */}
        <div className="grid gap-1 not-empty:pb-3" role="status">
          {(total === 0 || hasUnknown(query, facets)) && <UnknownWords question={query} />}
        </div>
        <HostsTable {...{ query, list, look, mayEnroll, mayExcept, mayPlan, mayWork, all }} />
      </FoldingFrame>
    </PartNavigation>
  );
}

/** Whether a value is asked for that no host has: beside one that hosts have, the list says nothing of it. */
const hasUnknown = ({ filter }: HostQuery, facets: Facets['facets']) =>
  FREE_WORDS.some((word) =>
    filter[word]?.include.some((value) => !facets[word]?.some((one) => one.value === value && one.all > 0)),
  );

type ActionsProps = Pick<HostsScreenProps, 'query' | 'look' | 'mayEnroll' | 'mayExcept'> & {
  /** Hosts that match, and that there are without the filters. */
  total: number;
  all: number;
};

function Actions({ query, look, total, all, mayEnroll, mayExcept }: ActionsProps) {
  const t = useTranslations('hosts');
  return (
    <>
      <PartLink className={buttonClass({ size: 'small' }, 'columns:hidden')} part={FILTERS} isTall>
        {t('filters')}
      </PartLink>
      <FoldedFilters />
      {/* What can be done with hosts that match keeps its place while there are none; a phone has none to keep. */}
      <span className={classNames('contents', total === 0 && 'invisible max-tablet:hidden')}>
        {mayExcept && query.at === null && <RequestException query={query} />}
        <ReportLink question={query} size="small">
          <SteadyText longest={t('reportOn', { count: all })}>{t('reportOn', { count: total })}</SteadyText>
        </ReportLink>
        <ExportMenu
          title={t('exportHint', { total })}
          addressOf={(file) => hostsExportAddress(query, file, fileColumns(look))}
          isEmpty={total === 0}
        >
          <SteadyText longest={t('export', { isAll: 'false', total: all, all })}>
            {t('export', { isAll: String(total === all), total, all })}
          </SteadyText>
        </ExportMenu>
      </span>
      {mayEnroll && <AddHosts query={query} />}
    </>
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
