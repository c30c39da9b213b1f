'use client';

import { Popover } from '@base-ui/react/popover';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type RefObject, useRef, useState } from 'react';
import { TimeChoice } from '@/components/shell/time-choice';
import { useAddressAt, useAt } from '@/components/shell/use-at';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { useZone } from '@/components/ui/use-zone';
import { showsThePast } from '@/lib/client/time-address';
import { clockTime, dayAndMonth } from '@/lib/i18n/moment';

/** Now, or the time that the page shows instead; on every page that can show one. */
export function TimeControl() {
  return showsThePast(usePathname()) ? <Times /> : null;
}

function Times() {
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
          <span className={classNames('pulse', !isLive && 'still')} />
          <span className="word">{t('live')}</span>
        </Link>
        <OtherTime container={container} />
      </div>
      <div ref={container} className="absolute" />
    </>
  );
}

function OtherTime({ container }: { container: RefObject<HTMLDivElement | null> }) {
  const t = useTranslations('shell.time');
  const at = useAt();
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
