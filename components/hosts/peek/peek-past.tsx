'use client';

import { useQuery } from '@tanstack/react-query';
import { PeekChanges } from '@/components/hosts/peek/peek-changes';
import { PeekDays } from '@/components/hosts/peek/peek-days';
import { PeekNote } from '@/components/hosts/peek/peek-note';
import { PeekPlans } from '@/components/hosts/peek/peek-plans';
import { PeekWave } from '@/components/hosts/peek/peek-wave';
import { useOpenWaves } from '@/components/hosts/use-open-waves';
import { usePlansOfHost } from '@/components/hosts/use-plans-of-host';
import type { HostView } from '@/lib/client/outputs';
import type { HostQuery } from '@/lib/contracts/words/host-query';

type PastProps = { host: HostView; query: HostQuery; mayWork: boolean };

/** What a host's page says of the work on it and of its past, in short. */
export function PeekPast({ host, query, mayWork }: PastProps) {
  const at = query.at?.toISOString() ?? null;
  const { isLoading: isWaveToCome } = useOpenWaves(host, at);
  const { data, isLoading: arePlansToCome } = useQuery(usePlansOfHost(host.id, at));
  const plans = data?.plans ?? [];
  return (
    // Most hosts have neither, and what stands below would move: all is asked for at once, and shown together.
    <div hidden={isWaveToCome || arePlansToCome}>
      <PeekPlans plans={plans} />
      <PeekWave host={host} at={at} />
      <PeekChanges host={host} query={query} />
      <PeekDays hostId={host.id} at={at} />
      <PeekNote hostId={host.id} at={at} mayNote={mayWork} />
    </div>
  );
}
