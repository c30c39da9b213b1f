'use client';

import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { chipsOfAll } from '@/components/fleet/filter-chips';
import { useValueText } from '@/components/fleet/value-text';
import type { ReportRow } from '@/lib/contracts/reports';
import { parseHostQuery } from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';
import { calendarDay, clockTime, dayAndMonth, fullMoment } from '@/lib/i18n/moment';
import { visibleText } from '@/lib/util/visible-text';

export function filterOfReport({ scope }: Pick<ReportRow, 'scope'>): HostFilter {
  const reading = parseHostQuery(new URLSearchParams(scope.filter));
  return reading.ok ? reading.query.filter : {};
}

/** "PAR-Prod", "Cause is BitLocker", or all fabrics: which hosts a report is about, in one line. */
export function useScopeText(): (report: Pick<ReportRow, 'scope'>) => string {
  const t = useTranslations('reports');
  const hosts = useTranslations('hosts');
  const valueText = useValueText();
  return ({ scope }) => {
    const chips = chipsOfAll(filterOfReport({ scope }));
    const parts = chips.map(({ word, isNegative, values }) => {
      const named = values.map((value) => valueText(word, value)).join(', ');
      if (word === 'fabric' && !isNegative) return named;
      return `${hosts(isNegative ? 'isNot' : 'is', { word: hosts(`word.${word}`) })} ${named}`;
    });
    if (parts.length > 0) return parts.join('; ');
    return scope.fabrics === null ? t('allFabrics') : scope.fabrics.map(visibleText).join(', ');
  };
}

type Covered = Pick<ReportRow, 'from' | 'asOf' | 'timeZone'>;

/** "1 to 24 Nov", "20 Nov 18:00": in the report's own zone, which stands beside it. */
export function useCoversText(): (report: Covered, reference: string) => string {
  const t = useTranslations('reports');
  const locale = useLocale();
  return ({ from, asOf, timeZone }, reference) => {
    const zone = { locale, timeZone };
    const now = new Date(reference);
    const end = new Date(asOf);
    if (from === null) return `${dayAndMonth(end, now, zone)} ${clockTime(end, zone)}`;
    // It ends with the day before where it ends at midnight.
    const last = new Date(end.getTime() - 1);
    const isOneDay = calendarDay(new Date(from), zone) === calendarDay(last, zone);
    const to = dayAndMonth(last, now, zone);
    return isOneDay ? to : t('fromTo', { from: dayAndMonth(new Date(from), last, zone), to });
  };
}

/** The same with clock and zone. */
export function useCoversInFull(): (report: Covered) => string {
  const t = useTranslations('reports');
  const locale = useLocale();
  return ({ from, asOf, timeZone }) => {
    const moment = (time: string) => fullMoment(new Date(time), { locale, timeZone });
    return from === null ? moment(asOf) : t('fromTo', { from: moment(from), to: moment(asOf) });
  };
}

const KILO = 1_000;

/** "184 kB", as systems that count files do. */
export function useSizeText(): (bytes: number) => string {
  const format = useFormatter();
  return (bytes) => {
    const inUnit = (value: number, unit: string) =>
      format.number(value, {
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumFractionDigits: value < 10 ? 1 : 0,
      });
    if (bytes < KILO) return inUnit(bytes, 'byte');
    return bytes < KILO * KILO ? inUnit(bytes / KILO, 'kilobyte') : inUnit(bytes / KILO / KILO, 'megabyte');
  };
}
