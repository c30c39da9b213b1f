'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { AuditDetails } from '@/components/settings/audit/audit-details';
import { AuditSubject } from '@/components/settings/audit/audit-subject';
import { useActionText, useActorText, useRecordedText } from '@/components/settings/audit/audit-text';
import { type Column, DataTable } from '@/components/table/data-table';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { useZone } from '@/components/ui/use-zone';
import type { AuditQuery } from '@/lib/client/audit-address';
import type { AuditEntry } from '@/lib/contracts/audit';
import { calendarDay, clockSeconds, dayAndMonth, zoneName } from '@/lib/i18n/moment';
import { visibleText } from '@/lib/util/visible-text';

type TableProps = { entries: readonly AuditEntry[]; query: AuditQuery; asOf: string; empty: ReactNode };

/** Entries by the reader's calendar, each with all that was recorded behind a button. */
export function AuditTable({ entries, query, asOf, empty }: TableProps) {
  const t = useTranslations('settings.audit');
  const zone = useZone();
  const [open, setOpen] = useState<string | null>(null);
  const actionText = useActionText();
  const groups = useDays(entries, asOf);
  const columns: Column<AuditEntry>[] = [
    {
      id: 'time',
      header: t('column.time', { zone: zoneName(new Date(asOf), zone) }),
      className: 'w-26 whitespace-nowrap',
      cell: ({ at }) => <time dateTime={at}>{clockSeconds(new Date(at), zone)}</time>,
    },
    {
      id: 'actor',
      header: t('column.actor'),
      from: 'tablet',
      className: 'desk:w-1/5',
      cell: ({ actor }) => <Actor actor={actor} />,
    },
    {
      id: 'action',
      header: t('column.action'),
      className: 'desk:w-1/5',
      cell: ({ action, actor, subject }) => (
        <>
          <span title={visibleText(action)}>{visibleText(actionText(action))}</span>
          {/* A phone has one column for what was done, by whom and to what. */}
          <span className="grid text-small text-ink-3 tablet:hidden">
            <Actor actor={actor} />
            {subject !== null && <AuditSubject subject={subject} />}
          </span>
        </>
      ),
    },
    {
      id: 'subject',
      header: t('column.subject'),
      from: 'tablet',
      className: 'desk:w-1/5',
      cell: ({ subject }) => subject !== null && <AuditSubject subject={subject} />,
    },
    {
      id: 'detail',
      header: t('column.detail'),
      from: 'columns',
      cellClass: () => 'text-ink-2',
      cell: (entry) => <Recorded entry={entry} />,
    },
    {
      id: 'open',
      header: t('column.open'),
      isHeaderHidden: true,
      isRight: true,
      className: 'w-14',
      cell: (entry) => (
        <Opener
          entry={entry}
          isOpen={open === entry.sequence}
          onToggle={() => setOpen(open === entry.sequence ? null : entry.sequence)}
        />
      ),
    },
  ];
  return (
    <DataTable
      label={t('entries')}
      {...{ columns, groups, empty }}
      keyOf={({ sequence }) => sequence}
      isTop
      // A fixed layout would give columns that a narrow window leaves out a share of its width.
      className="table-fixed max-columns:table-auto"
      rowClass={({ sequence }) => (open === sequence ? 'bg-raised' : undefined)}
      below={(entry) =>
        open === entry.sequence && (
          <div id={detailsId(entry)}>
            <AuditDetails entry={entry} query={query} />
          </div>
        )
      }
    />
  );
}

const detailsId = ({ sequence }: AuditEntry) => `entry-${sequence}`;

/** Stands on one line, and whole behind the button and on paper. */
function Recorded({ entry: { action, detail } }: { entry: AuditEntry }) {
  const recorded = visibleText(useRecordedText().partsOf(action, detail).join(', '));
  return (
    <span className="block truncate print:wrap-anywhere print:whitespace-normal" title={recorded}>
      <bdi>{recorded}</bdi>
    </span>
  );
}

type OpenerProps = { entry: AuditEntry; isOpen: boolean; onToggle: () => void };

function Opener({ entry, isOpen, onToggle }: OpenerProps) {
  const t = useTranslations('settings.audit');
  return (
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
  const days: { day: string; head: string; rows: AuditEntry[] }[] = [];
  for (const entry of entries) {
    const at = new Date(entry.at);
    const day = calendarDay(at, zone);
    const label = day === today ? t('today') : day === yesterday ? t('yesterday') : null;
    // An entry's time is that of its request: one that ran over midnight may stand between those of the next day.
    if (days.at(-1)?.day !== day)
      days.push({ day, head: label ?? dayAndMonth(at, reference, zone), rows: [] });
    days.at(-1)?.rows.push(entry);
  }
  return days.map(({ day, ...each }, index) => ({ ...each, key: `${day} ${index}` }));
}
