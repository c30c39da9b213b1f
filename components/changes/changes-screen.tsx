'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ChangeFilters } from '@/components/changes/change-filters';
import { KindFilter } from '@/components/changes/kind-filter';
import { PageLinks } from '@/components/changes/page-links';
import { ChangeEntry, keyOfEntry } from '@/components/fleet/change-feed';
import { useDays } from '@/components/fleet/feed-list';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import { changesAddress, feedInput, unfilteredChanges } from '@/lib/client/change-address';
import { compareAddress } from '@/lib/client/compare-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import { waveAddress } from '@/lib/client/wave-address';
import type { ChangeFeed } from '@/lib/contracts/changes';
import type { ChangeQuery } from '@/lib/contracts/words/changes';

export function ChangesScreen({ query }: { query: ChangeQuery }) {
  const t = useTranslations('changes.page');
  const trpc = useTRPC();
  const scope = useScope();
  const { data } = useSuspenseQuery(
    trpc.change.feed.queryOptions(feedInput(query), watching(LIST_EVERY_MS, query.at)),
  );
  const days = useDays({ entries: data.entries, asOf: data.asOf, at: query.at });
  return (
    <div className="main max-w-240">
      <PageTitle>{t('title')}</PageTitle>
      <p className="text-ink-2">{t('lead')}</p>
      <div className="mt-3 mb-4 flex flex-wrap items-center gap-3">
        <KindFilter query={query} />
        <Link className="link" href={inScope(waveAddress(null), { ...scope, at: query.at })}>
          {t('openWaves')}
        </Link>
        <Link
          className="link"
          href={inScope(
            compareAddress({ from: query.at, to: null, fabric: query.filter.fabric, cursor: null }),
            scope,
          )}
        >
          {t('compare')}
        </Link>
      </div>
      <div className="mb-4">
        <ChangeFilters query={query} />
      </div>
      {days.length === 0 && <NoChanges query={query} />}
      {days.map(({ day, label, entries }) => (
        <div key={day} className="mb-4">
          <Panel title={label} isHatchedWhenOld>
            <ul>
              {entries.map((entry) => (
                <ChangeEntry key={keyOfEntry(entry)} {...{ entry, asOf: data.asOf, at: query.at }} />
              ))}
            </ul>
          </Panel>
        </div>
      ))}
      <Pages query={query} feed={data} />
    </div>
  );
}

function NoChanges({ query }: { query: ChangeQuery }) {
  const t = useTranslations('changes');
  const shown = changesAddress({ ...query, cursor: null });
  const all = changesAddress(unfilteredChanges(query));
  if (shown === all) return <p>{t(query.at === null ? 'none' : 'noneThen')}</p>;
  return (
    <div>
      <p>
        <b>{t('page.noMatch')}</b> {t('page.noMatchHint')}
      </p>
      <p>
        <Link className="link" href={all}>
          {t('page.showAll')}
        </Link>
      </p>
    </div>
  );
}

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
