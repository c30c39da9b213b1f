'use client';

import { Popover } from '@base-ui/react/popover';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type RefObject, useRef, useState } from 'react';
import { useDurationPhrase } from '@/components/fleet/time';
import { TimeChoice } from '@/components/shell/time-choice';
import { useFreshness } from '@/components/shell/use-freshness';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { useZone } from '@/components/ui/use-zone';
import { useAddressAt, useScope } from '@/lib/client/use-scope';
import { clockTime, dayAndMonth } from '@/lib/i18n/moment';

/** Now, or the time that the pages show instead. It stands on every page, so that nobody loses the time chosen. */
export function TimeControl() {
  const t = useTranslations('shell.time');
  const addressOf = useAddressAt();
  const isLive = !useSearchParams().has('at');
  // Inside of the banner, so that what it holds belongs to a landmark, and beside what stands in its row.
  const container = useRef<HTMLDivElement>(null);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups what a form sends. */}
      <div className="seg tight times" role="group" aria-label={t('label')}>
        <Link href={addressOf(null)} aria-current={isLive ? 'true' : undefined}>
          <Now isChosen={isLive} />
        </Link>
        <OtherTime container={container} />
      </div>
      <div ref={container} className="absolute" />
    </>
  );
}

/** Never says "Live" of figures that are not, nor of a page without any. */
function Now({ isChosen }: { isChosen: boolean }) {
  const t = useTranslations('shell.time');
  const phrase = useDurationPhrase();
  const freshness = useFreshness();
  const isLive = isChosen && freshness.kind === 'live';
  return (
    <>
      <span className={classNames('pulse', !isLive && 'still')} />
      <span className={classNames('word', isChosen && freshness.kind === 'stale' && 'is-shown')}>
        {isChosen && freshness.kind === 'stale'
          ? freshness.ageSeconds === null
            ? t('notLive')
            : t('notLiveFor', { age: phrase(freshness.ageSeconds) })
          : t(isChosen && freshness.kind === 'none' ? 'now' : 'live')}
      </span>
    </>
  );
}

function OtherTime({ container }: { container: RefObject<HTMLDivElement | null> }) {
  const t = useTranslations('shell.time');
  const { at } = useScope();
  const [isOpen, setOpen] = useState(false);
  useShortcuts([{ keys: ['t'], run: () => setOpen(true) }]);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger aria-current={at === null ? undefined : 'true'} title={t('title')}>
        <Icon name="clock" size={14} />
        <span className="word">{at === null ? t('other') : <ShortMoment time={at} />}</span>
      </Popover.Trigger>
      <Popover.Portal container={container}>
        <Popover.Positioner className="menu-at" sideOffset={8} align="end">
          <Popover.Popup className="menu time-choice">
            <Popover.Title className="who">{t('title')}</Popover.Title>
            <TimeChoice at={at} onChosen={() => setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function ShortMoment({ time }: { time: Date }) {
  const zone = useZone();
  return `${dayAndMonth(time, new Date(), zone)} ${clockTime(time, zone)}`;
}
