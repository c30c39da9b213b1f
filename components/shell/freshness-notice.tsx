'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useDurationPhrase } from '@/components/fleet/time';
import { askAgain, useFreshness } from '@/components/shell/use-freshness';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useZone } from '@/components/ui/use-zone';
import { clockTime } from '@/lib/i18n/moment';

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
    <div className="stale" role="status">
      <Icon name="warn" size={16} />
      <span>
        {t(`notFresh.${why}`)}{' '}
        {asOf !== null &&
          t('figuresFrom', { time: clockTime(new Date(asOf), zone), age: phrase(ageSeconds) })}
      </span>
      <Button size="tiny" onClick={() => askAgain(client)}>
        {t('retry')}
      </Button>
    </div>
  );
}
