'use client';

import { onlineManager, useQueryClient } from '@tanstack/react-query';
import { useOffline } from 'next/offline';
import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { useDurationPhrase } from '@/components/fleet/time';
import { askAgain, useFreshness } from '@/components/shell/use-freshness';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useZone } from '@/components/ui/use-zone';
import type { Freshness } from '@/lib/client/freshness';
import { calendarDay, clockTime, fullMoment, type Zone } from '@/lib/i18n/moment';

const subscribeToNetwork = (onChange: () => void) => onlineManager.subscribe(onChange);
const isOnlineNow = () => onlineManager.isOnline();

type Stale = Extract<Freshness, { kind: 'stale' }>;

/** The time of day alone, if the figures are of today. */
function momentOf(asOf: string, ageSeconds: number, zone: Zone) {
  const date = new Date(asOf);
  const now = new Date(date.getTime() + ageSeconds * 1000);
  const isDay = calendarDay(date, zone) !== calendarDay(now, zone);
  return { isDay: String(isDay), time: isDay ? fullMoment(date, zone) : clockTime(date, zone) };
}

/** Old figures stay on screen, and say how old they are and why; so does a page behind which another one does not come. */
export function FreshnessNotice() {
  const t = useTranslations('errors');
  const freshness = useFreshness();
  const isOnline = useSyncExternalStore(subscribeToNetwork, isOnlineNow, () => true);
  const isCutOff = useOffline() || !isOnline;
  const isStale = freshness.kind === 'stale';
  if (!isStale && !isCutOff) return null;
  const why = isStale ? freshness.why : isOnline ? 'unanswered' : 'offline';
  return (
    <div className="mx-gutter my-3 flex items-center gap-2 rounded-pill border border-control bg-surface px-3 py-1.5 text-small">
      <span className="flex-none">
        <Icon name="warn" size={16} />
      </span>
      <div className="flex min-w-0 flex-wrap gap-x-2">
        {/* The age is left out: a screen reader would read all of it again each time that the age changes. */}
        <span role="status">{t(`notFresh.${why}`)}</span>
        {isStale && <Age {...freshness} />}
        {isCutOff && <span>{t('opensLater')}</span>}
      </div>
      {isStale && <Retry />}
    </div>
  );
}

function Age({ asOf, ageSeconds }: Pick<Stale, 'asOf' | 'ageSeconds'>) {
  const t = useTranslations('errors');
  const phrase = useDurationPhrase();
  const zone = useZone();
  if (asOf === null || ageSeconds === null) return null;
  return <span>{t('figuresFrom', { ...momentOf(asOf, ageSeconds, zone), age: phrase(ageSeconds) })}</span>;
}

function Retry() {
  const t = useTranslations('errors');
  const client = useQueryClient();
  return (
    <Button size="tiny" className="ml-auto flex-none" onClick={() => askAgain(client)}>
      {t('retry')}
    </Button>
  );
}
