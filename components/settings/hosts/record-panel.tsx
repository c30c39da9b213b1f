'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { HostLink } from '@/components/fleet/host-link';
import { HostRecordActions } from '@/components/fleet/host-record-actions';
import { Time } from '@/components/fleet/time';
import { type Column, DataTable } from '@/components/table/data-table';
import { Button } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Panel } from '@/components/ui/panel';
import { useTRPC } from '@/lib/client/trpc';
import { WATCHED_STEADILY } from '@/lib/client/watched-query';
import type { HostRecord } from '@/lib/contracts/host-records';
import { DEFAULT_LIMIT, MAX_LIMIT } from '@/lib/contracts/words/host-query';
import type { HostRecordKind } from '@/lib/contracts/words/host-records';

/** The hosts of one kind; a page more each time somebody asks. */
export function RecordPanel({ kind }: { kind: HostRecordKind }) {
  const t = useTranslations('settings.hosts');
  const trpc = useTRPC();
  const [limit, setLimit] = useState(DEFAULT_LIMIT);
  const { data, isError, refetch } = useQuery(
    trpc.host.records.queryOptions(
      { kind, limit },
      { ...WATCHED_STEADILY, placeholderData: keepPreviousData },
    ),
  );
  const isMore = data !== undefined && data.nextCursor !== null && limit < MAX_LIMIT;
  const when = (record: HostRecord) => <When kind={kind} record={record} asOf={data?.asOf ?? ''} />;
  const columns: Column<HostRecord>[] = [
    {
      id: 'host',
      header: t('column.host'),
      cell: (record) => (
        <>
          <HostLink id={record.id} hostname={record.name} fabric={record.fabric} look="inSentence" />
          <span className="block text-small text-ink-3 tablet:hidden">{when(record)}</span>
        </>
      ),
    },
    {
      id: 'fabric',
      header: t('column.fabric'),
      from: 'tablet',
      cell: ({ fabric }) => <ForeignText text={fabric} />,
    },
    { id: 'when', header: t(`column.${kind}`), from: 'tablet', cell: when },
    {
      id: 'acts',
      header: t('column.acts'),
      isHeaderHidden: true,
      isRight: true,
      cell: (record) => kind !== 'retired' && <HostRecordActions host={record} align="end" />,
    },
  ];
  return (
    <Panel
      title={t(`kind.${kind}`)}
      hint={data?.total}
      footer={
        <>
          <span>{t(`about.${kind}`)}</span>
          {isMore && (
            <Button size="tiny" onClick={() => setLimit(Math.min(MAX_LIMIT, limit + DEFAULT_LIMIT))}>
              {t('more')}
            </Button>
          )}
        </>
      }
    >
      <DataTable
        label={t(`kind.${kind}`)}
        columns={columns}
        rows={data?.records ?? []}
        keyOf={({ id }) => id}
        empty={t(`none.${kind}`)}
        isLoading={data === undefined}
        failure={isError ? { text: t('failed'), onAgain: () => void refetch() } : undefined}
      />
    </Panel>
  );
}

/** The time that the list is about; of a duplicate whose name or machine id it shares. */
function When({ kind, record, asOf }: { kind: HostRecordKind; record: HostRecord; asOf: string }) {
  if (kind === 'duplicate')
    return (
      <span className="flex flex-wrap gap-x-3">
        {record.sameAs.map((other) => (
          <HostLink key={other.id} {...other} look="inSentence" />
        ))}
      </span>
    );
  const times = { locked: record.lockedAt, reenrollAllowed: record.reenrollUntil, retired: record.retiredAt };
  const value = times[kind];
  return value === null ? null : <Time value={value} asOf={asOf} />;
}
