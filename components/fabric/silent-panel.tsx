'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { silentInput } from '@/components/fabric/silent-input';
import { HostLink } from '@/components/fleet/host-link';
import { StatePill } from '@/components/fleet/state-pill';
import { Age } from '@/components/fleet/time';
import { type Column, DataTable } from '@/components/table/data-table';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, narrowed } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { HostRow, Summary } from '@/lib/contracts/fleet';

export function SilentPanel({ summary, question }: { summary: Summary; question: HostQuestion }) {
  const t = useTranslations('fabric');
  const trpc = useTRPC();
  const { data: list } = useSuspenseQuery(
    trpc.host.list.queryOptions(silentInput(question), watching(PAGE_EVERY_MS, question.at)),
  );
  if (list.total === 0 && summary.reporting.late === 0) return null;
  const seenAgo = ({ lastObservedAt }: Pick<HostRow, 'lastObservedAt'>) =>
    lastObservedAt === null ? t('never') : <Age value={lastObservedAt} asOf={list.asOf} />;
  const columns: Column<HostRow>[] = [
    {
      id: 'host',
      header: t('host'),
      className: 'w-28',
      cell: (host) => (
        <div className="max-tablet:py-1.5">
          <HostLink look="column" id={host.id} hostname={host.hostname} at={question.at} />
          {/* A phone has no room for a column of it. */}
          <span className="block text-small text-ink-3 tablet:hidden">{seenAgo(host)}</span>
        </div>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      cell: ({ state, attestationStatus }) => (
        <StatePill state={state} lastStatus={attestationStatus} mayWrap="anywhere" />
      ),
    },
    {
      id: 'lastReport',
      header: t('lastReport'),
      from: 'tablet',
      isRight: true,
      className: 'w-22 whitespace-nowrap',
      cell: seenAgo,
    },
    {
      id: 'vms',
      header: t('virtualMachines'),
      isRight: true,
      className: 'w-12',
      cell: ({ shieldedVms }) => shieldedVms ?? '–',
    },
  ];
  return (
    <Panel
      title={t('silentHosts')}
      hint={t('silentHint')}
      footer={<SilentFooter {...{ summary, question }} />}
    >
      <DataTable
        label={t('silentHosts')}
        {...{ columns }}
        rows={list.hosts}
        keyOf={({ id }) => id}
        look="tight"
        className="table-fixed"
      />
    </Panel>
  );
}

function SilentFooter({ summary, question }: { summary: Summary; question: HostQuestion }) {
  const t = useTranslations('fabric');
  const { late } = summary.reporting;
  const silent = summary.states.Silent;
  return (
    <>
      <Link className="link" href={hostsAddress(narrowed(question, 'state', 'Silent'))}>
        {t('moreSilent', { count: silent })}
      </Link>
      {late > 0 && (
        <Link className="ml-auto link" href={hostsAddress(narrowed(question, 'reporting', 'late'))}>
          {t('lateHosts', { count: late })}
        </Link>
      )}
    </>
  );
}
