'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { type HostDay, isKnown, lookOfDay } from '@/components/hosts/known-days';
import { PeekSection } from '@/components/hosts/peek/peek-section';
import { useDayText } from '@/components/hosts/use-day-text';
import { useHostDays } from '@/components/hosts/use-host-days';
import { useZone } from '@/components/ui/use-zone';
import { HOST_DAYS } from '@/lib/contracts/words/host-days';
import { namedDay } from '@/lib/i18n/moment';

const bar = cva('h-4 min-w-0 flex-1', {
  variants: {
    look: {
      unknown: 'bg-sunken',
      passed: 'bg-passed-soft unvouched:bg-silent-tint',
      silent: 'bg-hatch-soft',
      other: 'bg-state',
    },
  },
});

/** The worst of each day as one strip. Its sum says the same in words, and the host's page leads to each day. */
export function PeekDays({ hostId, at }: { hostId: string; at: string | null }) {
  const t = useTranslations('host.days');
  const { data, isError } = useHostDays(hostId, at);
  const known = data?.days.filter(isKnown) ?? [];
  const passed = known.filter(({ state }) => state === 'Passed').length;
  return (
    <PeekSection title={t('title', { count: HOST_DAYS })}>
      {data === undefined ? (
        <p className="h-9 text-small text-ink-3">{t(isError ? 'failed' : 'loading')}</p>
      ) : (
        <>
          <Strip days={data.days} at={at} />
          <p className="sr-only">{t('sum', { passed, known: known.length })}</p>
        </>
      )}
    </PeekSection>
  );
}

function Strip({ days, at }: { days: readonly HostDay[]; at: string | null }) {
  const t = useTranslations('host.days');
  const zone = useZone();
  const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? ''];
  const dayText = useDayText(last);
  return (
    <div className="grid h-9 content-start gap-1" aria-hidden="true">
      <div className="flex gap-px">
        {days.map((day) => (
          <span
            key={day.day}
            className={bar({
              look: day.state === null ? 'unknown' : lookOfDay(day.state),
              className: day.state && STATE_CLASS[day.state],
            })}
            title={isKnown(day) ? dayText(day) : undefined}
          />
        ))}
      </div>
      <p className="flex justify-between text-micro text-ink-3">
        <span>{namedDay(first, last, zone)}</span>
        <span>{at === null ? t('today') : namedDay(last, last, zone)}</span>
      </p>
    </div>
  );
}
