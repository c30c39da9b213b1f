'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { recentInput, recentQuery } from '@/components/fabric/recent-input';
import { FeedList } from '@/components/fleet/feed-list';
import { Panel } from '@/components/ui/panel';
import { changesAddress } from '@/lib/client/change-address';
import type { HostQuestion } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { watching } from '@/lib/client/watched-query';

const WATCHING_MS = 15_000;

export function RecentChanges({ question }: { question: HostQuestion }) {
  const t = useTranslations('changes');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(
    trpc.change.recent.queryOptions(recentInput(question), watching(WATCHING_MS, question.at)),
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
        <p className="soft p-4">{t(question.at === null ? 'none' : 'noneThen')}</p>
      ) : (
        <FeedList entries={data.entries} asOf={data.asOf} at={question.at} />
      )}
    </Panel>
  );
}
