'use client';

import { useOpenWaves } from '@/components/hosts/use-open-waves';
import { later } from '@/components/ui/later';
import type { HostView } from '@/lib/client/outputs';

/** Few hosts turned in a wave that is open, and the page has to be small. */
const WavesTold = later(async () => (await import('@/components/hosts/waves-told')).WavesTold);

type WavePanelProps = { host: HostView; at: string | null };

/** The open waves that this host turned in: what is wrong with it is then wrong with others. */
export function WavePanel({ host, at }: WavePanelProps) {
  const { waves, asOf } = useOpenWaves(host, at);
  if (waves.length === 0 || asOf === undefined) return null;
  return <WavesTold {...{ host, at, waves, asOf }} />;
}
