'use client';

import { useTranslations } from 'next-intl';
import { useZone } from '@/components/ui/use-zone';
import { useScope } from '@/lib/client/use-scope';
import { durationPhrase, secondsBetween } from '@/lib/i18n/duration';
import { fullMoment, type MomentPlace, momentPhrase } from '@/lib/i18n/moment';

type TimeProps = {
  value: string;
  /** The moment the page looks from: "today" is judged against it, never against the browser's clock. */
  asOf: string;
};

/** "Today 02:21" or "13 Nov 22:05"; of an earlier time no day is today. The title has the whole moment with its zone. */
export function Time({
  value,
  asOf,
  place = 'alone',
  className,
}: TimeProps & { place?: MomentPlace; className?: string }) {
  const zone = useZone();
  const phrase = useMomentPhrase();
  return (
    <time className={className} dateTime={value} title={fullMoment(new Date(value), zone)}>
      {phrase({ value, asOf }, place)}
    </time>
  );
}

/** The same as bare text, for names and titles. */
export function useMomentPhrase(): (time: TimeProps, place: MomentPlace) => string {
  const t = useTranslations('time');
  const zone = useZone();
  const isOfNow = useScope().at === null;
  return ({ value, asOf }, place) => {
    const reference = new Date(asOf);
    const { key, ...values } = momentPhrase(new Date(value), { reference, isOfNow, place }, zone);
    return t(key, values);
  };
}

/** "3 min", counted to the moment the page looks from. */
export function Age({ value, asOf }: TimeProps) {
  const zone = useZone();
  const phrase = useDurationPhrase();
  return (
    <time dateTime={value} title={fullMoment(new Date(value), zone)}>
      {phrase(secondsBetween(value, asOf))}
    </time>
  );
}

export function useDurationPhrase(): (seconds: number) => string {
  const t = useTranslations('time');
  return (seconds) => {
    const { key, ...values } = durationPhrase(seconds);
    return t(key, values);
  };
}
