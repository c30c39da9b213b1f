'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTimeForm } from '@/components/fleet/use-time-form';
import { menuItemClass } from '@/components/shell/menu-class';
import { Button, buttonClass } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { Link } from '@/components/ui/link';
import { TimeField } from '@/components/ui/time-field';
import { useZone } from '@/components/ui/use-zone';
import { beginOf } from '@/lib/client/history-begin';
import { useTRPC } from '@/lib/client/trpc';
import { useAddressAt } from '@/lib/client/use-scope';
import { clockTime, dayAndMonth, fieldMoment } from '@/lib/i18n/moment';
import { clockMoment, END_OF_DAY } from '@/lib/i18n/zone-clock';
import { HOUR_MS, MINUTE_MS } from '@/lib/util/durations';

/** The same time of the clock on an earlier day, which is not always a multiple of 24 hours ago. */
function daysBefore(now: Date, days: number): Date {
  const then = new Date(now);
  then.setDate(then.getDate() - days);
  return then;
}

const QUICK = [
  { name: 'hourAgo', timeBefore: (now: Date) => new Date(now.getTime() - HOUR_MS) },
  { name: 'yesterday', timeBefore: (now: Date) => daysBefore(now, 1) },
  { name: 'weekAgo', timeBefore: (now: Date) => daysBefore(now, 7) },
] as const;

type TimeChoiceProps = { at: Date | null; onChosen: () => void };

/** Times that have passed: some with one click, all others by day and time. */
export function TimeChoice({ at, onChosen }: TimeChoiceProps) {
  const shell = useTranslations('shell');
  const addressOf = useAddressAt();
  // The choices are counted from the minute at which the menu was opened, so that each has a short text.
  const [now] = useState(() => new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS));
  const { data } = useQuery(useTRPC().history.begins.queryOptions());
  const begin = data === undefined ? null : beginOf(data);
  return (
    <>
      <ul>
        {QUICK.map(({ name, timeBefore }) => (
          <QuickTime key={name} {...{ name, begin, now, onChosen }} time={timeBefore(now)} />
        ))}
      </ul>
      <TimeForm {...{ at, now, begin, onChosen }} />
      {at !== null && (
        <Link
          className={buttonClass({ variant: 'quiet' }, 'mx-2 mb-2 w-[calc(100%-16px)] justify-center')}
          href={addressOf(null)}
          onClick={onChosen}
        >
          {shell('backToLive')}
        </Link>
      )}
    </>
  );
}

type QuickTimeProps = {
  name: (typeof QUICK)[number]['name'];
  time: Date;
  now: Date;
  /** Before this nothing is known. */
  begin: Date | null;
  onChosen: () => void;
};

function QuickTime({ name, time, now, begin, onChosen }: QuickTimeProps) {
  const t = useTranslations('shell.time');
  const zone = useZone();
  const addressOf = useAddressAt();
  const words = (
    <>
      {t(name)}
      <small className="ml-auto text-small/5 text-ink-3">
        {dayAndMonth(time, now, zone)} {clockTime(time, zone)}
      </small>
    </>
  );
  return (
    <li>
      {begin !== null && time < begin ? (
        <span className={menuItemClass({ isOff: true })}>{words}</span>
      ) : (
        <Link className={menuItemClass()} href={addressOf(time)} onClick={onChosen}>
          {words}
        </Link>
      )}
    </li>
  );
}

function TimeForm({ at, now, begin, onChosen }: TimeChoiceProps & { now: Date; begin: Date | null }) {
  const t = useTranslations('shell.time');
  const zone = useZone();
  const handleSubmit = useTimeForm({ addressOf: useAddressAt(), onChosen });
  return (
    <Form className="mt-1 grid gap-2 border-t border-line p-2" onSubmit={handleSubmit}>
      <TimeField
        label={t('field')}
        kind="moment"
        name="time"
        value={clockMoment(at ?? now, zone)}
        hint={`${t('zone', { zone: zone.timeZone })} ${t('dayAlone', { time: END_OF_DAY })}`}
        max={fieldMoment(now, zone)}
        min={begin === null ? undefined : fieldMoment(begin, zone)}
        required
        isPast
      />
      <Button type="submit" variant="primary" className="justify-center">
        {t('show')}
      </Button>
    </Form>
  );
}
