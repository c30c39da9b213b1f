'use client';

import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { ChangeEntry, changeOf, keyOfEntry } from '@/components/fleet/change-feed';
import { useZone } from '@/components/ui/use-zone';
import type { FeedEntry } from '@/lib/contracts/changes';
import { calendarDay, dayAndMonth } from '@/lib/i18n/moment';

type FeedProps = { entries: readonly FeedEntry[]; asOf: string; at: Date | null };

/** Entries by the reader's calendar, the newest day first. Of an earlier time no day is today. */
export function useDays({
  entries,
  asOf,
  at,
}: FeedProps): { day: string; label: string; entries: FeedEntry[] }[] {
  const t = useTranslations('changes.page');
  const zone = useZone();
  const reference = new Date(asOf);
  const today = calendarDay(reference, zone);
  const yesterday = calendarDay(new Date(reference.getTime() - 86_400_000), zone);
  const labelOf = (day: string, date: Date) => {
    if (at !== null) return dayAndMonth(date, reference, zone);
    if (day === today) return t('today');
    return day === yesterday ? t('yesterday') : dayAndMonth(date, reference, zone);
  };
  const days: { day: string; label: string; entries: FeedEntry[] }[] = [];
  for (const entry of entries) {
    const date = new Date(changeOf(entry).at);
    const day = calendarDay(date, zone);
    if (days.at(-1)?.day !== day) days.push({ day, label: labelOf(day, date), entries: [] });
    days.at(-1)?.entries.push(entry);
  }
  return days;
}

/** One list with a line above each day; today needs none. */
export function FeedList(props: FeedProps) {
  const { asOf, at } = props;
  const zone = useZone();
  const today = at === null ? calendarDay(new Date(asOf), zone) : null;
  return (
    <ul className="text-pretty">
      {useDays(props).map(({ day, label, entries }) => (
        <Fragment key={day}>
          {day !== today && (
            <li className="border-b border-line bg-raised px-4 py-1.5 text-micro/4 font-medium text-ink-3 last:border-b-0">
              {label}
            </li>
          )}
          {entries.map((entry) => (
            <ChangeEntry key={keyOfEntry(entry)} {...{ entry, asOf, at }} />
          ))}
        </Fragment>
      ))}
    </ul>
  );
}
