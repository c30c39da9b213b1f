import { useTranslations } from 'next-intl';
import { UnknownWords } from '@/components/fleet/unknown-words';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { hostsAddress } from '@/lib/client/host-address';
import { newPlanAddress } from '@/lib/client/plan-address';
import { waveAddress } from '@/lib/client/wave-address';
import type { HostFilter } from '@/lib/domain/host-filter';

/** No host matches, perhaps since none has what was asked for. */
export function NoHost({ filter }: { filter: HostFilter }) {
  const t = useTranslations('plans.new');
  return (
    <Notice title={t('title')}>
      <p>{t('noHost')}</p>
      <UnknownWords question={{ filter, at: null }} />
    </Notice>
  );
}

/** Other hosts match than were chosen: nothing is planned before somebody has seen which. */
export function Drifted({ filter }: { filter: HostFilter }) {
  const t = useTranslations('plans.new');
  const ways = (
    <>
      <Link className={buttonClass()} href={hostsAddress({ filter })}>
        {t('toList')}
      </Link>
      <Link className={buttonClass()} href={newPlanAddress({ filter, shown: null })}>
        {t('planNow')}
      </Link>
    </>
  );
  return (
    <Notice title={t('title')} actions={ways}>
      {t('drifted')}
    </Notice>
  );
}

/** More than a plan takes: the list is where they are parted. */
export function TooMany({ filter }: { filter: HostFilter }) {
  const t = useTranslations('plans.new');
  const way = (
    <Link className={buttonClass()} href={hostsAddress({ filter })}>
      {t('toList')}
    </Link>
  );
  return (
    <Notice title={t('title')} actions={way}>
      {t('tooMany')}
    </Notice>
  );
}

/** All hosts of the wave are able again, or have left the fleet. */
export function OverWave({ wave }: { wave: string }) {
  const t = useTranslations('plans.new');
  const way = (
    <Link className={buttonClass()} href={waveAddress(wave)}>
      {t('toWave')}
    </Link>
  );
  return (
    <Notice title={t('title')} actions={way}>
      {t('waveOver')}
    </Notice>
  );
}
