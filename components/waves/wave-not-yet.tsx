'use client';

import { useTranslations } from 'next-intl';
import { ChangeTitle } from '@/components/fleet/wave-text';
import { NotYet } from '@/components/shell/not-yet';
import { useZone } from '@/components/ui/use-zone';
import { waveAddress } from '@/lib/client/wave-address';
import type { WaveRow } from '@/lib/contracts/changes';
import { fullMoment } from '@/lib/i18n/moment';

/** A wave that began after the time that the page shows, or of which too few hosts had turned by then. */
export function WaveNotYet({ wave }: { wave: WaveRow }) {
  const t = useTranslations('waves');
  const zone = useZone();
  const title = <ChangeTitle change={wave.change} wave={wave} at={null} />;
  return (
    <NotYet title={title} path={waveAddress(wave.id)} toNow={t('toNow')}>
      {t('notYet', { moment: fullMoment(new Date(wave.startedAt), zone) })}
    </NotYet>
  );
}
