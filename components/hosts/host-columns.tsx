'use client';

import { useTranslations } from 'next-intl';
import { useCauseText } from '@/components/fleet/cause-text';
import { CheckTags } from '@/components/fleet/check-tags';
import { HostLink } from '@/components/fleet/host-link';
import { StatePill } from '@/components/fleet/state-pill';
import { Age, Time } from '@/components/fleet/time';
import type { Column } from '@/components/table/data-table';
import { ForeignText } from '@/components/ui/foreign-text';
import type { HostRow } from '@/lib/contracts/fleet';
import type { HostSort } from '@/lib/contracts/host-query';

type HostColumn = Column<HostRow, HostSort>;

/** The columns of the list, told from the moment it was read. */
export function useHostColumns(asOf: string, at: Date | null): readonly HostColumn[] {
  const t = useTranslations('hosts.column');
  return [
    {
      id: 'host',
      header: t('host'),
      className: 'c-host',
      sort: 'hostname',
      cell: ({ id, hostname, fqdn }) => <HostLink id={id} hostname={hostname} fqdn={fqdn} at={at} />,
    },
    {
      id: 'state',
      header: t('state'),
      className: 'c-state',
      sort: 'state',
      cell: ({ state, attestationStatus }) => <StatePill state={state} lastStatus={attestationStatus} />,
    },
    { id: 'checks', header: t('checks'), className: 'c-checks', cell: (host) => <Failing host={host} /> },
    {
      id: 'since',
      header: t('since'),
      className: 'c-since',
      sort: 'since',
      cell: ({ since }) => <Time value={since} asOf={asOf} />,
    },
    {
      id: 'lastReport',
      header: t('lastReport'),
      className: 'c-last',
      sort: 'lastObservedAt',
      cell: (host) => <LastReport host={host} asOf={asOf} isPast={at !== null} />,
    },
    {
      id: 'cluster',
      header: t('cluster'),
      className: 'c-cluster',
      sort: 'cluster',
      cell: ({ cluster }) => <Text text={cluster} />,
    },
    { id: 'os', header: t('os'), className: 'c-os', cell: ({ os }) => <Text text={os} /> },
    { id: 'mode', header: t('mode'), className: 'c-mode', cell: (host) => <Mode host={host} /> },
    {
      id: 'virtualMachines',
      header: t('virtualMachines'),
      className: 'c-vms',
      isNumeric: true,
      sort: 'shieldedVms',
      cell: ({ shieldedVms }) => <Text text={shieldedVms?.toString() ?? null} />,
    },
    { id: 'owner', header: t('owner'), className: 'c-owner', cell: ({ owner }) => <Text text={owner} /> },
  ];
}

/** A host's own text: isolated and cut with its title; a dash where the host does not know. */
function Text({ text }: { text: string | null }) {
  const t = useTranslations('hosts');
  if (text === null)
    return (
      <span className="mute" title={t('unknownCount')}>
        <span aria-hidden="true">–</span>
        <span className="sr">{t('unknownCount')}</span>
      </span>
    );
  return <ForeignText text={text} isTitled />;
}

function Mode({ host }: { host: HostRow }) {
  const t = useTranslations('fleet.mode');
  return <Text text={host.attestationMode === 'Unknown' ? null : t(host.attestationMode)} />;
}

/** What HGS named; else why the host is not able; nothing of a silent host is evaluated. */
function Failing({ host }: { host: HostRow }) {
  const t = useTranslations('hosts');
  const causeText = useCauseText();
  if (host.state === 'Silent') return <span className="mute">{t('notEvaluated')}</span>;
  if (host.failingChecks.length > 0) return <CheckTags checks={host.failingChecks} />;
  const text = host.cause[0] === undefined ? null : causeText(host.cause[0]);
  return text === null ? null : (
    <span className="mute" title={text}>
      {text}
    </span>
  );
}

/** Bold where it is not on time, with the word for it. At an earlier time single reports are not told apart any more. */
function LastReport({ host, asOf, isPast }: { host: HostRow; asOf: string; isPast: boolean }) {
  const t = useTranslations();
  if (host.lastObservedAt === null) return <b>{t('hosts.never')}</b>;
  const age = <Age value={host.lastObservedAt} asOf={asOf} />;
  if (host.reporting === 'onTime') return isPast ? t('fleet.reporting.onTime') : age;
  // That it is silent is its state already.
  if (host.reporting === 'silent') return <b>{age}</b>;
  return (
    <b>
      {age}, {t(`hosts.remark.${host.reporting}`)}
    </b>
  );
}
