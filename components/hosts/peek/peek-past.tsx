'use client';

import { PeekChanges } from '@/components/hosts/peek/peek-changes';
import { PeekDays } from '@/components/hosts/peek/peek-days';
import { PeekNote } from '@/components/hosts/peek/peek-note';
import { PeekPlans } from '@/components/hosts/peek/peek-plans';
import { PeekWave } from '@/components/hosts/peek/peek-wave';
import type { HostView } from '@/lib/client/outputs';
import type { HostQuery } from '@/lib/contracts/words/host-query';

type PastProps = { host: HostView; query: HostQuery; mayWork: boolean };

/** What a host's page says of its past and of the work on it, in short. */
export function PeekPast({ host, query, mayWork }: PastProps) {
  const at = query.at?.toISOString() ?? null;
  return (
    <>
      <PeekWave host={host} at={at} />
      <PeekChanges host={host} query={query} />
      <PeekDays hostId={host.id} at={at} />
      <PeekPlans hostId={host.id} at={at} />
      <PeekNote hostId={host.id} at={at} mayNote={mayWork} />
    </>
  );
}
