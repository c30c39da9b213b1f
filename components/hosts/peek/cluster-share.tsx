'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { questionInput } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';

type ShareProps = { cluster: string; fabric: string; at: Date | null; isResting: boolean };

/** How many hosts of a cluster are able: whether there is one that VMs can go to. */
export function ClusterShare({ cluster, fabric, at, isResting }: ShareProps) {
  const t = useTranslations('hosts.peek');
  const filter = { fabric: only(fabric), cluster: only(cluster) };
  const options = useTRPC().host.summary.queryOptions(questionInput({ filter, at }), {
    ...watching(LIST_EVERY_MS, at?.toISOString() ?? null),
    trpc: { abortOnUnmount: true },
  });
  const { data } = useQuery({ ...options, enabled: isResting });
  return (
    // Its line is there before it, so that nothing below it moves.
    <span className="block min-h-lh text-ink-3">
      {data && t('able', { able: data.states.Passed, total: data.total })}
    </span>
  );
}

const only = (value: string) => ({ include: [value], exclude: [] });
