'use client';

import { useTranslations } from 'next-intl';
import { useScopeName } from '@/components/shell/search/use-scope-name';
import { useShownMinute, useToldAge } from '@/components/shell/use-freshness';
import { classNames } from '@/components/ui/class-names';
import { useZone } from '@/components/ui/use-zone';
import { useScope } from '@/lib/client/use-scope';
import { clockTime, dayAndMonth, fullMoment, isDayOf, zoneName } from '@/lib/i18n/moment';
import { visibleText } from '@/lib/util/visible-text';

/** When the figures on screen are of. Its room is there before them, so that nothing moves. */
export function ShownMoment() {
  const zone = useZone();
  const minute = useShownMinute();
  const moment = minute === null ? null : new Date(minute);
  return (
    <time
      className="min-w-10 text-small whitespace-nowrap text-ink-3 tabular-nums max-tablet:hidden wide:min-w-31"
      dateTime={minute ?? undefined}
      title={moment === null ? undefined : fullMoment(moment, zone)}
    >
      {moment !== null && <Moment moment={moment} />}
    </time>
  );
}

/**
 * Old figures are of an earlier day as soon as it is past midnight. Where there is little room, only the time stands there for
 * today, and only the day for an earlier one.
 */
function Moment({ moment }: { moment: Date }) {
  const zone = useZone();
  const isToday = isDayOf(moment, useToldAge() ?? 0, zone);
  return (
    <>
      <span className={classNames(isToday && 'max-wide:hidden')}>
        {dayAndMonth(moment, new Date(), zone)}
      </span>
      <span className="max-wide:hidden"> </span>
      <span className={classNames(!isToday && 'max-wide:hidden')}>{clockTime(moment, zone)}</span>
      <span className="max-wide:hidden"> {zoneName(moment, zone)}</span>
    </>
  );
}

/**
 * The same above the page on a phone, whose bar has no room for it, and on paper, where the bar is left out: there with the fabrics
 * that the page is of.
 */
export function MomentAbove() {
  const t = useTranslations('shell');
  const zone = useZone();
  const minute = useShownMinute();
  const scope = useScope();
  const fabrics = useScopeName(scope) ?? t('allFabrics');
  const isPast = scope.at !== null;
  return (
    <p
      className={classNames(
        'hidden min-h-5 px-gutter pt-1 text-small text-ink-3 print:block',
        !isPast && 'max-tablet:block',
      )}
    >
      <span className="hidden print:inline">
        {visibleText(fabrics)}
        {!isPast && ' · '}
      </span>
      {!isPast && minute !== null && fullMoment(new Date(minute), zone)}
    </p>
  );
}
