'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import { waveAddress } from '@/lib/client/wave-address';
import { type WavesInput, wavesBeside } from '@/lib/client/waves-question';

type WavesBesideProps = { id: string; input: WavesInput };

/** Leads to the open waves before and after this one, in the order of their list. One that is over is not in it. */
export function WavesBeside({ id, input }: WavesBesideProps) {
  const t = useTranslations('waves.beside');
  const options = useTRPC().change.waves.queryOptions(input, watching(PAGE_EVERY_MS, input.at));
  const beside = wavesBeside(useSuspenseQuery(options).data.waves, id);
  if (beside === null) return null;
  const { place, total, previous, next } = beside;
  return (
    <nav aria-label={t('label')} className="ml-auto flex flex-wrap items-center gap-2 text-ink-3">
      <span>{t('place', { place, total })}</span>
      <BesideLink id={previous} name={t('previous')} icon="left" />
      <BesideLink id={next} name={t('next')} icon="right" />
    </nav>
  );
}

type BesideLinkProps = { id: string | null; name: string; icon: 'left' | 'right' };

/** Nothing at the end of the list. */
function BesideLink({ id, name, icon }: BesideLinkProps) {
  const scope = useScope();
  if (id === null) return null;
  return (
    <Link className={buttonClass({ size: 'tiny' })} href={inScope(waveAddress(id), scope)}>
      {icon === 'left' && <Icon name={icon} size={12} />}
      {name}
      {icon === 'right' && <Icon name={icon} size={12} />}
    </Link>
  );
}
