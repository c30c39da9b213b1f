'use client';

import { useTranslations } from 'next-intl';
import { ChangeTitle, WaveSub } from '@/components/fleet/wave-text';
import { PeekSection } from '@/components/hosts/peek/peek-section';
import { useOpenWaves } from '@/components/hosts/use-open-waves';
import { Link } from '@/components/ui/link';
import type { HostView } from '@/lib/client/outputs';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import { waveAddress } from '@/lib/client/wave-address';

/** The hosts that turned with this one, and what came before: the newest wave that is open. */
export function PeekWave({ host, at }: { host: HostView; at: string | null }) {
  const t = useTranslations('host.wave');
  const scope = useScope();
  const { waves, asOf } = useOpenWaves(host, at);
  const wave = waves[0]?.wave;
  if (wave === undefined || asOf === undefined) return null;
  const address = inScope(waveAddress(wave.id), scope);
  return (
    <PeekSection
      title={t('title')}
      aside={
        <Link className="link" href={address}>
          {t('open')}
        </Link>
      }
    >
      <div className="text-small">
        <p>
          <ChangeTitle change={wave.change} wave={wave} at={at === null ? null : new Date(at)} />
        </p>
        <div className="text-ink-2">
          <WaveSub wave={wave} asOf={asOf} />
        </div>
      </div>
    </PeekSection>
  );
}
