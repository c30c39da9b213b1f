'use client';

import { useTranslations } from 'next-intl';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { WaveBar } from '@/components/fleet/wave-bar';
import { ChangeTitle, WaveSub } from '@/components/fleet/wave-text';
import type { useOpenWaves } from '@/components/hosts/use-open-waves';
import { Panel } from '@/components/ui/panel';
import type { HostView } from '@/lib/client/outputs';

type WavesProps = {
  host: HostView;
  at: string | null;
  waves: ReturnType<typeof useOpenWaves>['waves'];
  asOf: string;
};

/** What turned with this host, and what came before. */
export function WavesTold({ host, at, waves, asOf }: WavesProps) {
  const t = useTranslations('host.wave');
  return (
    <Panel title={t('title')}>
      {waves.map(({ wave }) => (
        <div key={wave.id} className="grid gap-1 border-b border-line p-4 last:border-b-0">
          <p>
            <ChangeTitle
              change={wave.change}
              wave={wave}
              at={at === null ? null : new Date(at)}
              link="underlined"
            />
          </p>
          <WaveSub wave={wave} asOf={asOf} />
          <div className={STATE_CLASS[host.state]}>
            <WaveBar wave={wave} />
          </div>
        </div>
      ))}
    </Panel>
  );
}
