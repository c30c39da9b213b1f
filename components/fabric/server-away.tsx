'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useZone } from '@/components/ui/use-zone';
import { useTRPC } from '@/lib/client/trpc';
import { watching } from '@/lib/client/watched-query';
import { clockTime, fullMoment } from '@/lib/i18n/moment';

const WATCHING_MS = 15_000;

/** Hosts that read Silent because nobody could hear them are not accused of it. */
export function ServerAway() {
  const t = useTranslations('changes');
  const trpc = useTRPC();
  const zone = useZone();
  const { data: absence } = useSuspenseQuery(
    trpc.change.serverAway.queryOptions(undefined, watching(WATCHING_MS, null)),
  );
  if (absence === null) return null;
  const [from, to] = [new Date(absence.from), new Date(absence.to)];
  return (
    <p className="away" role="status" title={`${fullMoment(from, zone)} – ${fullMoment(to, zone)}`}>
      {t('away', { from: clockTime(from, zone), to: clockTime(to, zone), count: absence.notHeard })}
    </p>
  );
}
