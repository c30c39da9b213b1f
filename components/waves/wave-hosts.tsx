import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { CheckTags } from '@/components/fleet/check-tags';
import { HostLink } from '@/components/fleet/host-link';
import { StatePill } from '@/components/fleet/state-pill';
import { Age, Time } from '@/components/fleet/time';
import { useRowKeys } from '@/components/table/use-row-keys';
import { Panel } from '@/components/ui/panel';
import type { WaveDetail } from '@/lib/contracts/waves';

const cellClass = cva('border-t border-line px-4 py-2 max-tablet:px-2 max-tablet:first:pl-4', {
  variants: {
    isNumeric: { true: 'text-right tabular-nums' },
    /** A phone leaves it out: the host's page has it, or the column before. */
    isWide: { true: 'max-tablet:hidden' },
  },
});
const headClass = cva(
  'px-4 py-2 text-left text-small font-medium text-ink-3 max-tablet:px-2 max-tablet:first:pl-4',
  {
    variants: { isNumeric: { true: 'text-right' }, isWide: { true: 'max-tablet:hidden' } },
  },
);

type HostsProps = { detail: WaveDetail; at: Date | null };

export function WaveHosts({ detail, at }: HostsProps) {
  const t = useTranslations('waves');
  const rowKeys = useRowKeys();
  const { hosts, wave, asOf } = detail;
  const left = wave.hosts - hosts.length;
  return (
    <Panel
      title={t('hosts.title')}
      hint={t('hosts.hint', { count: wave.hosts })}
      footer={left > 0 ? t('hosts.more', { count: left }) : undefined}
    >
      <div className="overflow-x-auto">
        <table {...rowKeys} className="w-full" aria-label={t('hosts.title')}>
          <thead>
            <tr>
              <th scope="col" className={headClass()}>
                {t('column.host')}
              </th>
              <th scope="col" className={headClass()}>
                {t('column.state')}
              </th>
              <th scope="col" className={headClass({ isWide: true })}>
                {t('column.checks')}
              </th>
              <th scope="col" className={headClass({ isWide: true })}>
                {t('column.turned')}
              </th>
              <th scope="col" className={headClass({ isNumeric: true, isWide: true })}>
                {t('column.hostVms')}
              </th>
              <th scope="col" className={headClass({ isNumeric: true, isWide: true })}>
                {t('column.lastSeen')}
              </th>
              {detail.isWorse && (
                <th scope="col" className={headClass({ isWide: true })}>
                  {t('column.standing')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {hosts.map((host) => (
              <Row key={host.hostId} {...{ host, at, asOf }} isWorse={detail.isWorse} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

type RowProps = { host: WaveDetail['hosts'][number]; at: Date | null; asOf: string; isWorse: boolean };

function Row({ host: { hostId, hostname, turnedAt, standing, host }, at, asOf, isWorse }: RowProps) {
  const t = useTranslations('waves');
  return (
    <tr>
      <td
        className={cellClass({
          className: 'font-semibold whitespace-nowrap max-tablet:align-top max-tablet:leading-6',
        })}
      >
        <HostLink id={hostId} hostname={hostname} at={at} />
      </td>
      <td className={cellClass()}>
        {host === null ? (
          <span className="text-ink-3">{t('hosts.left')}</span>
        ) : (
          <StatePill state={host.state} lastStatus={host.attestationStatus} />
        )}
        {isWorse && (
          <span className="block text-small text-ink-2 tablet:hidden">{t(`standing.${standing}`)}</span>
        )}
      </td>
      <td className={cellClass({ isWide: true })}>
        {host !== null && <CheckTags checks={host.failingChecks} />}
      </td>
      <td className={cellClass({ isWide: true, className: 'whitespace-nowrap' })}>
        <Time value={turnedAt} asOf={asOf} />
      </td>
      <td className={cellClass({ isNumeric: true, isWide: true })}>{host?.shieldedVms ?? '–'}</td>
      <td className={cellClass({ isNumeric: true, isWide: true })}>
        {host?.lastObservedAt ? <Age value={host.lastObservedAt} asOf={asOf} /> : '–'}
      </td>
      {isWorse && (
        <td className={cellClass({ isWide: true, className: 'whitespace-nowrap' })}>
          {t(`standing.${standing}`)}
        </td>
      )}
    </tr>
  );
}
