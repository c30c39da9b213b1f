'use client';

import { useOpenWaves } from '@/components/hosts/use-open-waves';
import { WavesTold } from '@/components/hosts/waves-told';
import type { HostView } from '@/lib/client/outputs';

type WavePanelProps = { host: HostView; at: string | null };

/** The open waves that this host turned in: what is wrong with it is then wrong with others. */
export function WavePanel({ host, at }: WavePanelProps) {
  const { waves, asOf } = useOpenWaves(host, at);
  if (waves.length === 0 || asOf === undefined) return null;
  return <WavesTold {...{ host, at, waves, asOf }} />;
}
