'use client';

import { lazy } from 'react';
import { useOpenWaves } from '@/components/hosts/use-open-waves';
import type { HostView } from '@/lib/client/outputs';

/** Few hosts turned in a wave that is open, and the page has to be small: the server shows it, and its code comes later. */
const WavesTold = lazy(async () => ({
  default: (await import('@/components/hosts/waves-told')).WavesTold,
}));

type WavePanelProps = { host: HostView; at: string | null };

/** The open waves that this host turned in: what is wrong with it is then wrong with others. */
export function WavePanel({ host, at }: WavePanelProps) {
  const { waves, asOf } = useOpenWaves(host, at);
  if (waves.length === 0 || asOf === undefined) return null;
  return <WavesTold {...{ host, at, waves, asOf }} />;
}
