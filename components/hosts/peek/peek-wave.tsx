'use client';

import { useTranslations } from 'next-intl';
import { ChangeTitle, WaveSub } from '@/components/fleet/wave-text';
import { PeekSection } from '@/components/hosts/peek/peek-section';
import { useOpenWaves } from '@/components/hosts/use-open-waves';
import type { HostView } from '@/lib/client/outputs';

/** The hosts that turned with this one, and what came before: the newest wave that is open. */
export function PeekWave({ host, at }: { host: HostView; at: string | null }) {
  const t = useTranslations('host.wave');
  const { waves, asOf } = useOpenWaves(host, at);
  const wave = waves[0]?.wave;
  if (wave === undefined || asOf === undefined) return null;
  return (
    <PeekSection title={t('title')}>
      <div className="text-small">
        <p>
          <ChangeTitle
            change={wave.change}
            wave={wave}
            at={at === null ? null : new Date(at)}
            link="underlined"
          />
        </p>
        <div className="text-ink-2">
          <WaveSub wave={wave} asOf={asOf} />
        </div>
      </div>
    </PeekSection>
  );
}
