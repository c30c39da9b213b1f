'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useOffline } from 'next/offline';
import { useTranslations } from 'next-intl';
import { useDurationPhrase } from '@/components/fleet/time';
import { askAgain, useFreshness, useToldAge } from '@/components/shell/use-freshness';
import { useIsPageLate } from '@/components/shell/use-is-page-late';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useZone } from '@/components/ui/use-zone';
import { clockTime, fullMoment, isDayOf, type Zone } from '@/lib/i18n/moment';

/** The time of day alone, if the figures are of today. */
function momentOf(asOf: string, ageSeconds: number, zone: Zone) {
  const date = new Date(asOf);
  const isDay = !isDayOf(date, ageSeconds, zone);
  return { isDay: String(isDay), time: isDay ? fullMoment(date, zone) : clockTime(date, zone) };
}

/**
 * Old figures stay on screen, and say how old they are and why; so does a page behind which another one does not come. It lies over
 * the end of the window, so that nothing moves under the reader's eyes, and makes room below the page for what it covers.
 */
export function FreshnessNotice() {
  const t = useTranslations('errors');
  const freshness = useFreshness();
  const isOffline = useOffline();
  const isWaitedFor = useIsPageLate() || isOffline;
  const isStale = freshness.kind === 'stale';
  if (!isStale && !isWaitedFor) return null;
  const why = isStale ? freshness.why : 'unanswered';
  return (
    <div
      className="z-bar fixed right-0 bottom-0 left-rail mx-gutter mb-3 flex w-fit items-center gap-2 rounded-pill border border-control bg-surface bg-none px-3 py-1.5 text-small shadow-menu max-tablet:bottom-rail max-tablet:left-0 print:static"
      data-notice
    >
      <span className="flex-none">
        <Icon name="warn" size={16} />
      </span>
      <div className="flex min-w-0 flex-wrap gap-x-2">
        {/* The age is left out: a screen reader would read all of it again each time that the age changes. */}
        <span role="status">{t(`notFresh.${why}`)}</span>
        {isStale && <Age asOf={freshness.asOf} />}
        {(isWaitedFor || why === 'offline') && <span>{t('opensLater')}</span>}
      </div>
      {isStale && freshness.canRetry && <Retry />}
    </div>
  );
}

function Age({ asOf }: { asOf: string | null }) {
  const t = useTranslations('errors');
  const phrase = useDurationPhrase();
  const zone = useZone();
  const age = useToldAge();
  if (asOf === null || age === null) return null;
  return <span>{t('figuresFrom', { ...momentOf(asOf, age, zone), age: phrase(age) })}</span>;
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
