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

/**
 * The columns of the list, told from the moment it was read. French says "Aujourd’hui 06:58", "Dernier envoi" and
 * "Groupe AD". Where the owner has no room, it is found by the filter and on the host's own page.
 */
export function useHostColumns(asOf: string, at: Date | null): readonly HostColumn[] {
  const t = useTranslations('hosts.column');
  return [
    {
      id: 'host',
      header: t('host'),
      className: 'w-[13%] max-columns:w-auto wide:w-[16.5%] wide:fr:w-[15%]',
      sort: 'hostname',
      cell: ({ id, hostname, fqdn }) => <HostLink look="cell" {...{ id, hostname, fqdn, at }} />,
    },
    {
      id: 'state',
      header: t('state'),
      className: 'w-48 max-tablet:w-36 wide:w-49.5',
      sort: 'state',
      cell: ({ state, attestationStatus }) => <StatePill state={state} lastStatus={attestationStatus} />,
    },
    {
      id: 'checks',
      header: t('checks'),
      className: 'w-[15.5%] max-wide:fr:w-[14.5%] max-tablet:hidden wide:w-[17%]',
      cell: (host) => <Failing host={host} />,
    },
    {
      id: 'since',
      header: t('since'),
      className: 'w-24.5 max-tablet:hidden fr:w-30',
      sort: 'since',
      cell: ({ since }) => <Time value={since} asOf={asOf} />,
    },
    {
      id: 'lastReport',
      header: t('lastReport'),
      className: 'w-23.5 max-tablet:w-20 fr:w-26 max-tablet:fr:w-20',
      sort: 'lastObservedAt',
      cell: (host) => <LastReport host={host} asOf={asOf} isPast={at !== null} />,
    },
    {
      id: 'cluster',
      header: t('cluster'),
      className: 'w-20 max-columns:hidden wide:w-[7.4%]',
      sort: 'cluster',
      cell: ({ cluster }) => <Text text={cluster} />,
    },
    { id: 'os', header: t('os'), className: 'w-12 max-columns:hidden', cell: ({ os }) => <Text text={os} /> },
    {
      id: 'mode',
      header: t('mode'),
      className: 'w-17.5 max-columns:hidden fr:w-19.5',
      cell: (host) => <Mode host={host} />,
    },
    {
      id: 'virtualMachines',
      header: t('virtualMachines'),
      className: 'w-11 max-columns:hidden',
      isNumeric: true,
      sort: 'shieldedVms',
      cell: ({ shieldedVms }) => <Text text={shieldedVms?.toString() ?? null} />,
    },
    {
      id: 'owner',
      header: t('owner'),
      className: 'max-wide:hidden',
      cell: ({ owner }) => <Text text={owner} />,
    },
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
  return <ForeignText className="block truncate" text={text} isTitled />;
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
