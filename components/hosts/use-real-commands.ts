'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { StepId } from '@/lib/domain/plan/types';
import { guardedRestartTo } from '@/lib/domain/remediation/commands/restart';

type Commands = Partial<Record<StepId, string>>;

/** Nobody copies the nodes that were able at an earlier time. */
const AS_SHIPPED: Commands = {};

/** Commands with what the server knows of this host in them: the nodes of its cluster that can take its VMs now. */
export function useRealCommands(id: string, at: string | null): Commands {
  const options = useTRPC().host.mayRestart.queryOptions({ id, for: 'drain' }, watching(PAGE_EVERY_MS, null));
  const { data, isError } = useQuery({ ...options, enabled: at === null });
  const able = isError ? undefined : data?.reasons.find(({ code }) => code === 'ableNodes');
  const names = able?.evidence.nodes?.flatMap(({ name }) => name ?? []).join(' ') ?? '';
  return useMemo(() => {
    if (names === '') return AS_SHIPPED;
    const restart = guardedRestartTo(names.split(' '));
    return { guardedRestart: restart, restartAfterBitLocker: restart };
  }, [names]);
}
