'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useDurationPhrase } from '@/components/fleet/time';
import { Button } from '@/components/ui/button';
import { useZone } from '@/components/ui/use-zone';
import { secondsBetween } from '@/lib/i18n/duration';
import { clockTime } from '@/lib/i18n/moment';

const TICK_MS = 30_000;

/** Old figures stay on screen, and say how old they are. */
export function StaleNotice({ asOf, onRetry }: { asOf: string; onRetry: () => void }) {
  const t = useTranslations('errors');
  const phrase = useDurationPhrase();
  const zone = useZone();
  const [now, setNow] = useState(() => new Date().toISOString());

  // The clock moves although no answer does.
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), TICK_MS);
    return () => clearInterval(timer);
  }, []);

  return (
    <div className="stale" role="status">
      {t('refresh', { time: clockTime(new Date(asOf), zone), age: phrase(secondsBetween(asOf, now)) })}
      <Button size="tiny" onClick={onRetry}>
        {t('retry')}
      </Button>
    </div>
  );
}
