'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ComponentProps, useRef, useState } from 'react';
import { useDurationPhrase } from '@/components/fleet/time';
import { useAwaitedTime } from '@/components/fleet/time-navigation';
import { useIsPageLate } from '@/components/shell/awaited';
import { NotLoaded } from '@/components/shell/floating-notice';
import type { TimePopup } from '@/components/shell/time-popup';
import { useFreshness, useOnAnswer, useToldAge } from '@/components/shell/use-freshness';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { Pulse } from '@/components/ui/pulse';
import { segmentClass, segmentsClass } from '@/components/ui/segments-class';
import { useLoaded } from '@/components/ui/use-loaded';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { useZone } from '@/components/ui/use-zone';
import { showsThePast } from '@/lib/client/time-address';
import { useAddressAt, useScope } from '@/lib/client/use-scope';
import { clockTime, dayAndMonth } from '@/lib/i18n/moment';

/**
 * Now, or the time that the page shows instead. One that shows no earlier time is of now, whatever the others look at: the bar
 * below says what that is, so that nobody loses the time chosen.
 */
export function TimeControl() {
  const t = useTranslations('shell.time');
  const addressOf = useAddressAt();
  const { at } = useScope();
  const isOfNow = !showsThePast(usePathname());
  const asksForThen = useSearchParams().has('at');
  const isLive = isOfNow || !asksForThen;
  const awaited = useAwaitedTime();
  const shown = isOfNow ? null : at;
  const chosen = awaited === undefined ? shown : awaited;
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  useShortcuts({ time: () => setOpen(true) });
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups what a form sends. */}
      <div
        className={segmentsClass({
          className: 'max-tablet:max-w-max max-tablet:min-w-16 max-tablet:grow max-tablet:basis-0',
        })}
        role="group"
        aria-label={t('label')}
      >
        <Link
          className={segmentClass({
            isTight: true,
            className: 'min-w-17 justify-center max-tablet:min-w-0 max-tablet:px-1.5',
          })}
          href={addressOf(null)}
          aria-current={isLive ? 'true' : undefined}
        >
          <Now isChosen={isLive} />
        </Link>
        <button
          ref={trigger}
          type="button"
          className={segmentClass({ isTight: true, className: 'max-tablet:px-1.5' })}
          title={t('title')}
          aria-current={shown === null ? undefined : 'true'}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="clock" size={14} />
          <span className="max-tablet:sr-only">
            {chosen === null ? t('other') : <ShortMoment time={chosen} />}
          </span>
        </button>
      </div>
      {isOpen && <Popup {...{ trigger, at }} onClose={close} />}
    </>
  );
}

/** Rarely chosen from, and so loaded when it is. It opens with what is in it, which has focus at once. */
const loadPopup = () => import('@/components/shell/time-popup');

function Popup(props: ComponentProps<typeof TimePopup>) {
  const { part: loaded, hasFailed, retry } = useLoaded(loadPopup);
  if (hasFailed) return <NotLoaded retry={retry} onClose={props.onClose} />;
  return loaded && <loaded.TimePopup {...props} />;
}

/** Never says "Live" of figures that are not. */
function Now({ isChosen }: { isChosen: boolean }) {
  const { kind } = useFreshness();
  const onAnswer = useOnAnswer();
  const isLate = useIsPageLate();
  const isStale = isChosen && (kind === 'stale' || isLate);
  const isOnce = isChosen && kind === 'once';
  return (
    <>
      <Pulse look={isChosen && kind === 'live' && !isLate ? 'live' : 'still'} onBeat={onAnswer} />
      <span className="max-tablet:truncate">{isStale ? <NotLive /> : <Word isOnce={isOnce} />}</span>
    </>
  );
}

/** One word where there is little room. */
function Word({ isOnce }: { isOnce: boolean }) {
  const t = useTranslations('shell.time');
  if (isOnce) return t('now');
  const [long, short] = [t('live'), t('liveShort')];
  if (long === short) return long;
  return (
    <>
      <span className="max-tablet:hidden">{long}</span>
      <span className="tablet:hidden">{short}</span>
    </>
  );
}

/** That the figures are not live, and how old they are. A phone has the age in the notice below. */
function NotLive() {
  const t = useTranslations('shell.time');
  const phrase = useDurationPhrase();
  const age = useToldAge();
  return (
    <>
      <span className="tablet:hidden" aria-hidden>
        {t('notLiveShort')}
      </span>
      <span className="max-tablet:sr-only">
        {age === null ? t('notLive') : t('notLiveFor', { age: phrase(age) })}
      </span>
    </>
  );
}

function ShortMoment({ time }: { time: Date }) {
  const zone = useZone();
  return `${dayAndMonth(time, new Date(), zone)} ${clockTime(time, zone)}`;
}
