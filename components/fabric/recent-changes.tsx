'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { recentInput, recentQuery } from '@/components/fabric/recent-input';
import { FeedList } from '@/components/fleet/feed-list';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { changesAddress } from '@/lib/client/change-address';
import type { HostQuestion } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';

export function RecentChanges({ question }: { question: HostQuestion }) {
  const t = useTranslations('changes');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(
    trpc.change.recent.queryOptions(recentInput(question), watching(PAGE_EVERY_MS, question.at)),
  );
  return (
    <Panel
      title={t('recent')}
      aside={
        <Link className="link" href={changesAddress(recentQuery(question))}>
          {t('all')}
        </Link>
      }
    >
      {data.entries.length === 0 ? (
        <p className="p-4 text-ink-2">{t(question.at === null ? 'none' : 'noneThen')}</p>
      ) : (
        <FeedList entries={data.entries} asOf={data.asOf} at={question.at} />
      )}
    </Panel>
  );
}
