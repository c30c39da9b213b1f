'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useRemediationText } from '@/components/fleet/remediation-steps';
import type { HostView } from '@/lib/client/outputs';
import { textAt } from '@/lib/client/text-at';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { StepId } from '@/lib/domain/plan/types';
import { guardedRestartTo } from '@/lib/domain/remediation/commands/restart';
import { commandIn } from '@/lib/domain/remediation/commands/script-texts';
import { commandsOf } from '@/lib/domain/remediation/real-values';

type Commands = Partial<Record<StepId, string>>;

/** Nobody copies what was so at an earlier time. */
const AS_SHIPPED: Commands = {};

/** Commands with what the server knows of this host: the nodes of its cluster that can take its VMs now, and its own words. */
export function useRealCommands(
  { id, hostname, model, firmwareVersion, hgsClient }: HostView,
  at: string | null,
): Commands {
  const text = useRemediationText();
  const options = useTRPC().host.mayRestart.queryOptions({ id, for: 'drain' }, watching(PAGE_EVERY_MS, null));
  const { data, isError } = useQuery({ ...options, enabled: at === null });
  const able = isError ? undefined : data?.reasons.find(({ code }) => code === 'ableNodes');
  const names = able?.evidence.nodes?.flatMap(({ name }) => name ?? []).join(' ') ?? '';
  const attestationServerUrl = textAt(hgsClient, 'attestationServerUrl');
  const keyProtectionServerUrl = textAt(hgsClient, 'keyProtectionServerUrl');
  return useMemo(() => {
    if (at !== null) return AS_SHIPPED;
    const words = { hostname, model, firmwareVersion, attestationServerUrl, keyProtectionServerUrl };
    const restart = names === '' ? undefined : commandIn(guardedRestartTo(names.split(' ')), text);
    return {
      ...commandsOf(words, text),
      ...(restart !== undefined && { guardedRestart: restart, restartAfterBitLocker: restart }),
    };
  }, [at, text, names, hostname, model, firmwareVersion, attestationServerUrl, keyProtectionServerUrl]);
}
