'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useDurationPhrase } from '@/components/fleet/time';
import { askAgain, useFreshness } from '@/components/shell/use-freshness';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useZone } from '@/components/ui/use-zone';
import { calendarDay, clockTime, fullMoment, type Zone } from '@/lib/i18n/moment';

/** The time of day alone, if the figures are of today. */
function momentOf(asOf: string, ageSeconds: number, zone: Zone): string {
  const date = new Date(asOf);
  const now = new Date(date.getTime() + ageSeconds * 1000);
  return calendarDay(date, zone) === calendarDay(now, zone) ? clockTime(date, zone) : fullMoment(date, zone);
}

/** Old figures stay on screen, and say how old they are and why. */
export function FreshnessNotice() {
  const t = useTranslations('errors');
  const phrase = useDurationPhrase();
  const zone = useZone();
  const client = useQueryClient();
  const freshness = useFreshness();
  if (freshness.kind !== 'stale') return null;
  const { why, asOf, ageSeconds } = freshness;
  return (
    <div className="stale">
      <Icon name="warn" size={16} />
      {/* Without the age: a screen reader would read all of it again each time that the age changes. */}
      <span role="status">{t(`notFresh.${why}`)}</span>
      {asOf !== null && ageSeconds !== null && (
        <span>{t('figuresFrom', { time: momentOf(asOf, ageSeconds, zone), age: phrase(ageSeconds) })}</span>
      )}
      <Button size="tiny" className="ml-auto" onClick={() => askAgain(client)}>
        {t('retry')}
      </Button>
    </div>
  );
}
