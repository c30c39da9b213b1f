'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { HostLink } from '@/components/fleet/host-link';
import { HostRecordActions } from '@/components/fleet/host-record-actions';
import { Time } from '@/components/fleet/time';
import { SettingsTable, settingsCell } from '@/components/settings/settings-table';
import { Button } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { FormError } from '@/components/ui/form-error';
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
  const { data, isError } = useQuery(
    trpc.host.records.queryOptions(
      { kind, limit },
      { ...WATCHED_STEADILY, placeholderData: keepPreviousData },
    ),
  );
  const isMore = data !== undefined && data.nextCursor !== null && limit < MAX_LIMIT;
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
      {isError && <FormError className="px-4 py-3">{t('failed')}</FormError>}
      {data !== undefined && <Records kind={kind} records={data.records} asOf={data.asOf} />}
    </Panel>
  );
}

type RecordsProps = { kind: HostRecordKind; records: readonly HostRecord[]; asOf: string };

function Records({ kind, records, asOf }: RecordsProps) {
  const t = useTranslations('settings.hosts');
  if (records.length === 0) return <p className="px-4 py-3 text-ink-2">{t(`none.${kind}`)}</p>;
  const columns = [
    { name: 'host', label: t('column.host') },
    { name: 'fabric', label: t('column.fabric'), from: 'tablet' },
    { name: 'when', label: t(`column.${kind}`), from: 'tablet' },
    { name: 'acts', label: <span className="sr-only">{t('column.acts')}</span>, isRight: true },
  ] as const;
  return (
    <SettingsTable label={t(`kind.${kind}`)} columns={columns}>
      {records.map((record) => (
        <Row key={record.id} kind={kind} record={record} asOf={asOf} />
      ))}
    </SettingsTable>
  );
}

function Row({ kind, record, asOf }: { kind: HostRecordKind; record: HostRecord; asOf: string }) {
  const { id, name, fabric } = record;
  return (
    <tr className="border-t border-line">
      <td className={settingsCell()}>
        <HostLink id={id} hostname={name} fabric={fabric} look="inSentence" />
        <span className="block text-small text-ink-3 tablet:hidden">
          <When kind={kind} record={record} asOf={asOf} />
        </span>
      </td>
      <td className={settingsCell({ from: 'tablet' })}>
        <ForeignText text={fabric} />
      </td>
      <td className={settingsCell({ from: 'tablet' })}>
        <When kind={kind} record={record} asOf={asOf} />
      </td>
      <td className={settingsCell({ isRight: true })}>
        {kind !== 'retired' && <HostRecordActions host={record} align="end" />}
      </td>
    </tr>
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
