'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { Fragment, useState } from 'react';
import { AuditDetails } from '@/components/settings/audit/audit-details';
import { AuditSubject } from '@/components/settings/audit/audit-subject';
import { useActionText, useActorText, useRecordedText } from '@/components/settings/audit/audit-text';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { useZone } from '@/components/ui/use-zone';
import type { AuditQuery } from '@/lib/client/audit-address';
import type { AuditEntry } from '@/lib/contracts/audit';
import { calendarDay, clockSeconds, dayAndMonth, zoneName } from '@/lib/i18n/moment';
import { visibleText } from '@/lib/util/visible-text';

const cellClass = cva('px-2 py-2 align-top first:pl-4 last:pr-4', {
  variants: {
    /** The width of the window from which the column is shown. */
    from: { always: '', tablet: 'max-tablet:hidden', columns: 'max-columns:hidden' },
    look: {
      plain: '',
      time: 'whitespace-nowrap tabular-nums',
      soft: 'text-ink-2',
      end: 'text-right',
    },
    /** The widths of the heads keep the table as wide as the page, however long the texts are. */
    width: { none: '', time: 'w-26', some: 'desk:w-1/5', rest: '', open: 'w-14' },
  },
  defaultVariants: { from: 'always' },
});

const COLUMNS = [
  { name: 'time', from: 'always', width: 'time' },
  { name: 'actor', from: 'tablet', width: 'some' },
  { name: 'action', from: 'always', width: 'some' },
  { name: 'subject', from: 'tablet', width: 'some' },
  { name: 'detail', from: 'columns', width: 'rest' },
] as const;

type TableProps = { entries: readonly AuditEntry[]; query: AuditQuery; asOf: string };

/** Entries by the reader's calendar, each with all that was recorded behind a button. */
export function AuditTable({ entries, query, asOf }: TableProps) {
  const t = useTranslations('settings.audit');
  const zone = useZone();
  const [open, setOpen] = useState<string | null>(null);
  const days = useDays(entries, asOf);
  return (
    // A fixed layout would give columns that a narrow window leaves out a share of its width.
    <table aria-label={t('entries')} className="w-full table-fixed text-left max-columns:table-auto">
      <thead>
        <tr className="text-small text-ink-3">
          {COLUMNS.map(({ name, from, width }) => (
            <th key={name} scope="col" className={cellClass({ from, width })}>
              {t(`column.${name}`, { zone: zoneName(new Date(asOf), zone) })}
            </th>
          ))}
          <th scope="col" className={cellClass({ width: 'open' })}>
            <span className="sr-only">{t('column.open')}</span>
          </th>
        </tr>
      </thead>
      {days.map(({ day, label, entries: ofDay }) => (
        <tbody key={day}>
          <tr className="border-t border-line bg-raised text-small">
            <th scope="rowgroup" colSpan={COLUMNS.length + 1} className="px-4 py-1.5">
              {label}
            </th>
          </tr>
          {ofDay.map((entry) => (
            <Fragment key={entry.sequence}>
              <Row
                entry={entry}
                isOpen={open === entry.sequence}
                onToggle={() => setOpen(open === entry.sequence ? null : entry.sequence)}
              />
              {open === entry.sequence && (
                <tr className="bg-raised">
                  <td id={detailsId(entry)} colSpan={COLUMNS.length + 1} className="px-4 pb-3">
                    <AuditDetails entry={entry} query={query} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      ))}
    </table>
  );
}

const detailsId = ({ sequence }: AuditEntry) => `entry-${sequence}`;

type RowProps = { entry: AuditEntry; isOpen: boolean; onToggle: () => void };

function Row({ entry, isOpen, onToggle }: RowProps) {
  const t = useTranslations('settings.audit');
  const zone = useZone();
  const actionText = useActionText();
  const { action, subject, detail } = entry;
  const recorded = visibleText(useRecordedText().partsOf(action, detail).join(', '));
  return (
    <tr className={isOpen ? 'border-t border-line bg-raised' : 'border-t border-line'}>
      <td className={cellClass({ look: 'time' })}>
        <time dateTime={entry.at}>{clockSeconds(new Date(entry.at), zone)}</time>
      </td>
      <td className={cellClass({ from: 'tablet' })}>
        <Actor actor={entry.actor} />
      </td>
      <td className={cellClass()}>
        <span title={visibleText(action)}>{visibleText(actionText(action))}</span>
        {/* A phone has one column for what was done, by whom and to what. */}
        <span className="grid text-small text-ink-3 tablet:hidden">
          <Actor actor={entry.actor} />
          {subject !== null && <AuditSubject subject={subject} />}
        </span>
      </td>
      <td className={cellClass({ from: 'tablet' })}>
        {subject !== null && <AuditSubject subject={subject} />}
      </td>
      <td className={cellClass({ from: 'columns', look: 'soft' })}>
        <span className="block truncate" title={recorded}>
          <bdi>{recorded}</bdi>
        </span>
      </td>
      <td className={cellClass({ look: 'end' })}>
        <Button
          variant="quiet"
          size="tiny"
          aria-label={t('open', { sequence: entry.sequence })}
          aria-expanded={isOpen}
          aria-controls={isOpen ? detailsId(entry) : undefined}
          onClick={onToggle}
        >
          <Icon name={isOpen ? 'down' : 'right'} size={12} />
        </Button>
      </td>
    </tr>
  );
}

function Actor({ actor }: Pick<AuditEntry, 'actor'>) {
  const t = useTranslations('settings.audit');
  const actorText = useActorText();
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <ForeignText className="wrap-anywhere" text={actorText(actor)} />
      {actor.kind === 'apiToken' && actor.name !== null && <Badge>{t('apiToken')}</Badge>}
    </span>
  );
}

/** Groups entries by day in the reader's time zone and keeps their order. */
function useDays(entries: readonly AuditEntry[], asOf: string) {
  const t = useTranslations('settings.audit');
  const zone = useZone();
  const reference = new Date(asOf);
  const today = calendarDay(reference, zone);
  const yesterday = calendarDay(new Date(reference.getTime() - 86_400_000), zone);
  const days: { day: string; label: string; entries: AuditEntry[] }[] = [];
  for (const entry of entries) {
    const at = new Date(entry.at);
    const day = calendarDay(at, zone);
    const label = day === today ? t('today') : day === yesterday ? t('yesterday') : null;
    // An entry's time is that of its request: one that ran over midnight may stand between those of the next day.
    if (days.at(-1)?.day !== day)
      days.push({ day, label: label ?? dayAndMonth(at, reference, zone), entries: [] });
    days.at(-1)?.entries.push(entry);
  }
  return days.map((each, index) => ({ ...each, day: `${each.day} ${index}` }));
}
