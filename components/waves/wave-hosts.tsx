import { useTranslations } from 'next-intl';
import { CheckTags } from '@/components/fleet/check-tags';
import { HostLink } from '@/components/fleet/host-link';
import { StatePill } from '@/components/fleet/state-pill';
import { Age, Time } from '@/components/fleet/time';
import { type Column, DataTable } from '@/components/table/data-table';
import { useRowKeys } from '@/components/table/use-row-keys';
import { Panel } from '@/components/ui/panel';
import type { WaveDetail } from '@/lib/contracts/waves';

type WaveHost = WaveDetail['hosts'][number];

type HostsProps = { detail: WaveDetail; at: Date | null };

export function WaveHosts({ detail, at }: HostsProps) {
  const t = useTranslations('waves');
  const rowKeys = useRowKeys();
  const { hosts, wave, asOf } = detail;
  const left = wave.hosts - hosts.length;
  const columns: Column<WaveHost>[] = [
    {
      id: 'host',
      header: t('column.host'),
      className: 'whitespace-nowrap',
      cell: ({ hostId, hostname }) => (
        <b className="font-semibold">
          <HostLink id={hostId} hostname={hostname} at={at} />
        </b>
      ),
    },
    {
      id: 'state',
      header: t('column.state'),
      cell: ({ host, standing }) => (
        <>
          {host === null ? (
            <span className="text-ink-3">{t('hosts.left')}</span>
          ) : (
            <StatePill state={host.state} lastStatus={host.attestationStatus} />
          )}
          {detail.isWorse && (
            <span className="block text-small text-ink-2 tablet:hidden">{t(`standing.${standing}`)}</span>
          )}
        </>
      ),
    },
    {
      id: 'checks',
      header: t('column.checks'),
      from: 'tablet',
      cell: ({ host }) => host !== null && <CheckTags checks={host.failingChecks} />,
    },
    {
      id: 'turned',
      header: t('column.turned'),
      from: 'tablet',
      className: 'whitespace-nowrap',
      cell: ({ turnedAt }) => <Time value={turnedAt} asOf={asOf} />,
    },
    {
      id: 'vms',
      header: t('column.hostVms'),
      from: 'tablet',
      isRight: true,
      cell: ({ host }) => host?.shieldedVms ?? '–',
    },
    {
      id: 'lastSeen',
      header: t('column.lastSeen'),
      from: 'tablet',
      isRight: true,
      cell: ({ host }) => (host?.lastObservedAt ? <Age value={host.lastObservedAt} asOf={asOf} /> : '–'),
    },
  ];
  const standing: Column<WaveHost> = {
    id: 'standing',
    header: t('column.standing'),
    from: 'tablet',
    className: 'whitespace-nowrap',
    cell: (host) => t(`standing.${host.standing}`),
  };
  return (
    <Panel
      title={t('hosts.title')}
      hint={t('hosts.hint', { count: wave.hosts })}
      footer={left > 0 ? t('hosts.more', { count: left }) : undefined}
    >
      <DataTable
        label={t('hosts.title')}
        {...{ rowKeys }}
        columns={detail.isWorse ? [...columns, standing] : columns}
        rows={hosts}
        keyOf={({ hostId }) => hostId}
      />
    </Panel>
  );
}
