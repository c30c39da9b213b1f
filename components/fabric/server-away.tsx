'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useZone } from '@/components/ui/use-zone';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import { clockTime, fullMoment } from '@/lib/i18n/moment';

/** Hosts that read Silent because nobody could hear them are not accused of it. */
export function ServerAway() {
  const t = useTranslations('changes');
  const trpc = useTRPC();
  const zone = useZone();
  const { data: absence } = useSuspenseQuery(
    trpc.change.serverAway.queryOptions(undefined, watching(PAGE_EVERY_MS, null)),
  );
  if (absence === null) return null;
  const [from, to] = [new Date(absence.from), new Date(absence.to)];
  return (
    <p
      className="mt-2 rounded-pill border border-line-2 bg-surface px-3 py-2"
      role="status"
      title={`${fullMoment(from, zone)} – ${fullMoment(to, zone)}`}
    >
      {t('away', { from: clockTime(from, zone), to: clockTime(to, zone), count: absence.notHeard })}
    </p>
  );
}
