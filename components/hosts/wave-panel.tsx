'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { WaveBar } from '@/components/fleet/wave-bar';
import { ChangeTitle, WaveSub } from '@/components/fleet/wave-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import type { HostView } from '@/lib/client/outputs';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import { waveAddress } from '@/lib/client/wave-address';

type WavePanelProps = { host: HostView; at: string | null };

/** The open waves that this host turned in: what is wrong with it is then wrong with others. */
export function WavePanel({ host, at }: WavePanelProps) {
  const t = useTranslations('host.wave');
  const trpc = useTRPC();
  const scope = useScope();
  const { data } = useQuery({
    ...trpc.change.waves.queryOptions({ host: host.id, at }, watching(PAGE_EVERY_MS, at)),
    enabled: host.state !== 'Passed',
  });
  const open = host.state === 'Passed' ? [] : (data?.waves ?? []);
  if (data === undefined || open.length === 0) return null;
  return (
    <Panel title={t('title')}>
      {open.map(({ wave }) => (
        <div key={wave.id} className="grid gap-1 border-b border-line p-4 last:border-b-0">
          <p>
            <ChangeTitle change={wave.change} wave={wave} at={at === null ? null : new Date(at)} />
          </p>
          <WaveSub wave={wave} asOf={data.asOf} />
          <div className={STATE_CLASS[host.state]}>
            <WaveBar wave={wave} />
          </div>
          <p>
            <Link className="link" href={inScope(waveAddress(wave.id), scope)}>
              {t('open')}
            </Link>
          </p>
        </div>
      ))}
    </Panel>
  );
}
