'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ChangeFilters } from '@/components/changes/change-filters';
import { SummaryColumn, SummarySentence } from '@/components/changes/change-summary';
import { ChangesExport } from '@/components/changes/changes-export';
import { KindFilter } from '@/components/changes/kind-filter';
import { OpenWaves, useOpenWaves } from '@/components/changes/open-waves';
import { PageLinks } from '@/components/changes/page-links';
import { ChangeEntry, keyOfEntry } from '@/components/fleet/change-feed';
import { ExclusiveFilters } from '@/components/fleet/exclusive-filters';
import { useDays } from '@/components/fleet/feed-list';
import { SectionTabs } from '@/components/fleet/section-tabs';
import { UnknownWords } from '@/components/fleet/unknown-words';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import { changesAddress, feedInput, summaryInput, unfilteredChanges } from '@/lib/client/change-address';
import { enrollAddress } from '@/lib/client/host-address';
import { useTRPC } from '@/lib/client/trpc';
import { useRememberedList } from '@/lib/client/use-last-lists';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { ChangeFeed, FeedEntry } from '@/lib/contracts/changes';
import type { ChangeQuery } from '@/lib/contracts/words/changes';
import { contradictionIn } from '@/lib/domain/contradiction';
import type { HostFilter } from '@/lib/domain/host-filter';

const NAMED_WORDS = ['cluster', 'cause'] as const;

export function ChangesScreen({ query, mayEnroll }: { query: ChangeQuery; mayEnroll: boolean }) {
  const t = useTranslations('changes.page');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(
    trpc.change.feed.queryOptions(feedInput(query), watching(LIST_EVERY_MS, query.at)),
  );
  const { data: summary } = useSuspenseQuery(
    trpc.change.summary.queryOptions(summaryInput(query), watching(LIST_EVERY_MS, query.at)),
  );
  const open = useOpenWaves(query);
  const asked = changesAddress(query);
  useRememberedList(changesAddress({ ...query, cursor: null }));
  return (
    <div className="min-w-0 px-gutter pt-5 pb-8 max-tablet:py-3">
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 max-desk:basis-full">
          <PageTitle>{t('title')}</PageTitle>
          <SummarySentence key={asked} {...{ summary, query }} />
        </div>
        <ChangesExport key={asked} query={query} />
      </div>
      <div className="mt-2">
        <SectionTabs of="changes" current="changes" />
      </div>
      <div className="my-4 grid gap-3">
        <KindFilter query={query} />
        <ChangeFilters query={query} />
      </div>
      {/* Drawn anew for another question: otherwise what both have would jump to its new place when the answer comes. */}
      <div
        key={asked}
        className="grid grid-cols-1 items-start gap-4 columns:grid-cols-[minmax(0,1fr)_minmax(300px,30%)] print:block print:space-y-4"
      >
        <div className="min-w-0">
          {data.entries.length > 0 && hasSeveral(query) && (
            <div className="not-empty:mb-4">
              <UnknownWords question={query} words={NAMED_WORDS} />
            </div>
          )}
          <OpenWaves {...open} asOf={data.asOf} at={query.at} />
          <Entries {...{ query, mayEnroll }} feed={data} told={open.waves.map(({ wave }) => wave.id)} />
          <Pages query={query} feed={data} />
        </div>
        <SummaryColumn {...{ summary, query }} />
      </div>
    </div>
  );
}

/** A list does not say which of several values that are asked for hosts have. */
const hasSeveral = ({ filter }: ChangeQuery) =>
  NAMED_WORDS.some((word) => (filter[word]?.include.length ?? 0) > 1);

type EntriesProps = {
  query: ChangeQuery;
  mayEnroll: boolean;
  feed: ChangeFeed;
  /** The waves that stand above. */
  told: readonly string[];
};

function Entries({ query, mayEnroll, feed, told }: EntriesProps) {
  const { at } = query;
  const isToldAbove = (entry: FeedEntry) => entry.type === 'wave' && told.includes(entry.wave.id);
  const entries = feed.entries.filter((entry) => !isToldAbove(entry));
  const days = useDays({ entries, asOf: feed.asOf, at });
  if (feed.entries.length === 0) return <NoChanges {...{ query, mayEnroll }} />;
  return days.map(({ day, label, entries }) => (
    <div key={day} className="mb-4">
      <Panel title={label}>
        <ul>
          {entries.map((entry) => (
            <ChangeEntry key={keyOfEntry(entry)} {...{ entry, asOf: feed.asOf, at }} hasRoom />
          ))}
        </ul>
      </Panel>
    </div>
  ));
}

type NoChangesProps = Pick<EntriesProps, 'query' | 'mayEnroll'>;

function NoChanges({ query, mayEnroll }: NoChangesProps) {
  const t = useTranslations('changes');
  const tEnrol = useTranslations('enrol');
  const shown = changesAddress({ ...query, cursor: null });
  const all = changesAddress(unfilteredChanges(query));
  if (shown === all && query.at !== null) return <p>{t('noneThen')}</p>;
  // Not even an enrolment: this is a new installation, or a new fabric.
  if (shown === all)
    return (
      <p>
        {t('none')}{' '}
        {mayEnroll && (
          <Link className="link" href={enrollAddress(query.filter)}>
            {tEnrol('add')}
          </Link>
        )}
      </p>
    );
  const against = contradictionIn(hostWordsOf(query));
  if (against !== null)
    return (
      <ExclusiveFilters
        filter={query.filter}
        clauses={against}
        addressOf={(filter) => changesAddress({ ...query, filter, cursor: null })}
      />
    );
  return (
    <div>
      <p>
        <b>{t('page.noMatch')}</b> {query.at !== null && t('page.noMatchHint')}
      </p>
      <UnknownWords question={query} words={NAMED_WORDS} />
      <p>
        <Link className="link" href={all}>
          {t('page.showAll')}
        </Link>
      </p>
    </div>
  );
}

/** The filters that changes have in common with hosts. */
const hostWordsOf = ({ filter: { kind: _, ...words } }: ChangeQuery): HostFilter => words;

function Pages({ query, feed }: { query: ChangeQuery; feed: ChangeFeed }) {
  const t = useTranslations('changes.page');
  return (
    <PageLinks
      first={
        query.cursor === null
          ? null
          : { href: changesAddress({ ...query, cursor: null }), label: t('newest') }
      }
      next={
        feed.nextCursor === null
          ? null
          : { href: changesAddress({ ...query, cursor: feed.nextCursor }), label: t('older') }
      }
    />
  );
}
