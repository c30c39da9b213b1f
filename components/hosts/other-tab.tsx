'use client';

import { RawPanel } from '@/components/hosts/raw-panel';
import { TimelineTab } from '@/components/hosts/timeline-tab';
import type { HostTab } from '@/lib/client/host-page';

type OtherTabProps = { tab: HostTab; id: string; at: string | null; asOf: string; mayReadRaw: boolean };

/** The tabs of a host beside its checks. */
export function OtherTab({ tab, id, at, asOf, mayReadRaw }: OtherTabProps) {
  if (tab === 'raw') return <RawPanel id={id} at={at} mayRead={mayReadRaw} />;
  return <TimelineTab {...{ id, at, asOf, mayReadRaw }} />;
}
