'use client';

import { useTranslations } from 'next-intl';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { WaveBar } from '@/components/fleet/wave-bar';
import { ChangeTitle, WaveSub } from '@/components/fleet/wave-text';
import type { useOpenWaves } from '@/components/hosts/use-open-waves';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import type { HostView } from '@/lib/client/outputs';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import { waveAddress } from '@/lib/client/wave-address';

type WavesProps = {
  host: HostView;
  at: string | null;
  waves: ReturnType<typeof useOpenWaves>['waves'];
  asOf: string;
};

/** What turned with this host, and what came before. */
export function WavesTold({ host, at, waves, asOf }: WavesProps) {
  const t = useTranslations('host.wave');
  const scope = useScope();
  return (
    <Panel title={t('title')}>
      {waves.map(({ wave }) => (
        <div key={wave.id} className="grid gap-1 border-b border-line p-4 last:border-b-0">
          <p>
            <ChangeTitle change={wave.change} wave={wave} at={at === null ? null : new Date(at)} />
          </p>
          <WaveSub wave={wave} asOf={asOf} />
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
