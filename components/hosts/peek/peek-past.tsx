'use client';

import { PeekChanges } from '@/components/hosts/peek/peek-changes';
import { PeekDays } from '@/components/hosts/peek/peek-days';
import { PeekNote } from '@/components/hosts/peek/peek-note';
import { PeekWave } from '@/components/hosts/peek/peek-wave';
import type { HostView } from '@/lib/client/outputs';

type PastProps = { host: HostView; at: string | null; mayWork: boolean };

/** What a host's page says of its past, in short. */
export function PeekPast({ host, at, mayWork }: PastProps) {
  return (
    <>
      <PeekWave host={host} at={at} />
      <PeekChanges host={host} at={at} />
      <PeekDays hostId={host.id} at={at} />
      <PeekNote hostId={host.id} at={at} mayNote={mayWork} />
    </>
  );
}
