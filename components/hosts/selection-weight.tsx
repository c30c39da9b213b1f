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
export function SelectionWeight({ mayChange, ...question }: WeightProps) {
  const t = useTranslations('selection');
  const text = useWeightText(question);
  // Its line is there from the beginning, and stays: rows below it do not move when the answer comes, or cannot come.
  return (
    <p className="min-h-8.5 border border-t-0 border-line bg-sunken px-3 py-1.5 text-small/5">
      <span role="status">{text}</span>{' '}
      {text !== null && mayChange && <span className="text-ink-2">{t('weightHint')}</span>}
    </p>
  );
}

/** Null until it is known. */
function useWeightText({ query, choice, blocked }: Omit<WeightProps, 'mayChange'>): string | null {
  const t = useTranslations('selection');
  const trpc = useTRPC();
  const named = 'all' in choice ? null : [...choice.hosts.keys()];
  // Chosen one by one they stay chosen when the filter has them no more.
  const asked =
    named === null ? questionInput(query) : { filter: {}, at: query.at?.toISOString() ?? null, hosts: named };
  // An address has no room for very many.
  const isAsked = named === null || named.length <= HOSTS_ASKED_AT_MOST;
  const { data, isError } = useQuery({
    ...trpc.host.selectionWeight.queryOptions(asked, watching(LIST_EVERY_MS, query.at)),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  if (!isAsked) return t('weightTooMany', { most: HOSTS_ASKED_AT_MOST });
  if (data === undefined) return isError ? t('weightFailed') : null;
  const { vmsBlocked, causes, clusters } = data;
  return t('weight', { blocked: vmsBlocked, all: Math.max(blocked, vmsBlocked), causes, clusters });
}
