'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useOffline } from 'next/offline';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDurationPhrase } from '@/components/fleet/time';
import { useIsActionLate, useIsPageLate } from '@/components/shell/awaited';
import { askAgain, useFreshness, useToldAge } from '@/components/shell/use-freshness';
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

/** Focus that is where the strip comes is brought above it. */
function clearFocus(strip: HTMLElement) {
  const focused = document.activeElement;
  if (focused === null || focused.contains(strip)) return;
  const { top, bottom } = focused.getBoundingClientRect();
  const under = strip.getBoundingClientRect();
  if (bottom > under.top && top < under.bottom) focused.scrollIntoView({ block: 'nearest' });
}

/** The page ends above the strip, which takes as many lines as its words need: a ref that says on the page how high it is. */
function makeRoom(strip: HTMLElement | null) {
  if (strip === null) return;
  const { style } = document.documentElement;
  const sizes = new ResizeObserver(() => {
    style.setProperty('--spacing-notice', `${strip.offsetHeight}px`);
    clearFocus(strip);
  });
  sizes.observe(strip);
  return () => {
    sizes.disconnect();
    style.removeProperty('--spacing-notice');
  };
}

/**
 * Old figures stay on screen, and say how old they are and why; so does a page behind which another one does not come. It has the
 * end of the window to itself, so that nothing moves under the reader's eyes, and makes room below the page for what it covers.
 */
export function FreshnessNotice() {
  const t = useTranslations('errors');
  const freshness = useFreshness();
  const isOffline = useOffline();
  const isWaitedFor = useIsPageLate() || isOffline;
  const isUnanswered = useIsActionLate() || isWaitedFor;
  const isStale = freshness.kind === 'stale';
  // A mail server may be slow: only a page comes at once from a server that is there.
  const why = isStale ? freshness.why : isWaitedFor ? 'unanswered' : 'late';
  const opensLater = isWaitedFor || why === 'offline';
  /** Null: there is nothing to say. */
  const said = isStale || isUnanswered ? `${why} ${opensLater}` : null;
  /** It comes again with anything else that is to be said. */
  const [closed, setClosed] = useState<string | null>(null);
  if (closed !== null && closed !== said) setClosed(null);
  if (said === null || closed === said) return null;
  return (
    <div
      ref={makeRoom}
      className="z-bar fixed right-0 bottom-0 left-rail flex min-h-panel-head items-center gap-2 border-t border-control bg-surface bg-none px-gutter py-1 text-small max-tablet:bottom-rail max-tablet:left-0 print:static"
      data-notice
    >
      <span className="flex-none">
        <Icon name="warn" size={16} />
      </span>
      <div className="flex min-w-0 flex-wrap items-center gap-x-2">
        {/* The age is left out: a screen reader would read all of it again each time that the age changes. */}
        <span role="status">{t(`notFresh.${why}`)}</span>
        {isStale && <Age asOf={freshness.asOf} />}
        {opensLater && <span>{t('opensLater')}</span>}
        {isStale && freshness.canRetry && <Retry />}
      </div>
      <Button
        variant="quiet"
        size="icon"
        className="ml-auto flex-none"
        aria-label={t('closeNotice')}
        onClick={({ currentTarget }) => {
          currentTarget.closest('main')?.focus({ preventScroll: true });
          setClosed(said);
        }}
      >
        <Icon name="close" size={12} />
      </Button>
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
    <Button size="tiny" className="flex-none" onClick={() => askAgain(client)}>
      {t('retry')}
    </Button>
  );
}
