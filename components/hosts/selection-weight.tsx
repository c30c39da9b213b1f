'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { HostChoice } from '@/components/hosts/host-choice';
import { questionInput } from '@/lib/client/host-question';
import { HOSTS_ASKED_AT_MOST } from '@/lib/client/named-hosts';
import { useTRPC } from '@/lib/client/trpc';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { HostQuery } from '@/lib/contracts/words/host-query';

type WeightProps = {
  query: HostQuery;
  choice: HostChoice;
  /** VMs that are blocked without the filters. */
  blocked: number;
  mayChange: boolean;
};

/** What hangs on the chosen hosts, of all that hangs on any: before something is done with them. */
export function SelectionWeight({ query, choice, blocked, mayChange }: WeightProps) {
  const t = useTranslations('selection');
  const trpc = useTRPC();
  const named = 'all' in choice ? null : [...choice.hosts.keys()];
  // Chosen one by one they outlast another filter, and an address has no room for very many.
  const asked =
    named === null ? questionInput(query) : { filter: {}, at: query.at?.toISOString() ?? null, hosts: named };
  const isAsked = named === null || named.length <= HOSTS_ASKED_AT_MOST;
  const { data } = useQuery({
    ...trpc.host.selection.queryOptions(asked, watching(LIST_EVERY_MS, query.at)),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  if (!isAsked) return null;
  // Its line is there from the beginning: rows below it do not move when the answer comes.
  return (
    <p className="min-h-8.5 border border-t-0 border-line bg-sunken px-3 py-1.5 text-small/5">
      {data !== undefined && (
        <>
          {t('weight', {
            blocked: data.vmsBlocked,
            all: Math.max(blocked, data.vmsBlocked),
            causes: data.causes,
            clusters: data.clusters,
          })}{' '}
          {mayChange && <span className="text-ink-2">{t('weightHint')}</span>}
        </>
      )}
    </p>
  );
}
