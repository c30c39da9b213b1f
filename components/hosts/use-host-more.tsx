import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useLoaded } from '@/components/ui/use-loaded';

const load = () => import('@/components/hosts/host-more');

type HostMore = { more: Awaited<ReturnType<typeof load>> | null; toCome: ReactNode };

/**
 * What stands beside the checks and whose code comes after the page: what to repair is read first. Its room is kept, so that
 * nothing below it moves.
 */
export function useHostMore(): HostMore {
  const t = useTranslations('host');
  const [hasFailed, setFailed] = useState(false);
  const more = useLoaded(load, () => setFailed(true));
  const toCome = hasFailed ? (
    <p className="text-ink-2">{t('moreFailed')}</p>
  ) : (
    <div aria-busy="true" className="min-h-82 max-tablet:min-h-80.5" />
  );
  return { more, toCome };
}
