'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { silentInput } from '@/components/fabric/silent-input';
import { HostLink } from '@/components/fleet/host-link';
import { StatePill } from '@/components/fleet/state-pill';
import { Age } from '@/components/fleet/time';
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
  return (
    <Panel
      title={t('silentHosts')}
      hint={t('silentHint')}
      footer={<SilentFooter {...{ summary, question }} />}
    >
      <table className="table-fixed">
        <thead>
          <tr>
            <th className="w-28">{t('host')}</th>
            <th>{t('state')}</th>
            <th className="w-22 text-right max-tablet:hidden">{t('lastReport')}</th>
            <th className="w-12 text-right">{t('virtualMachines')}</th>
          </tr>
        </thead>
        <tbody>
          {list.hosts.map((host) => (
            <tr key={host.id}>
              <td className="max-tablet:py-1.5">
                <HostLink look="column" id={host.id} hostname={host.hostname} at={question.at} />
                {/* A phone has no room for a column of it. */}
                <span className="block text-small text-ink-3 tablet:hidden">{seenAgo(host)}</span>
              </td>
              <td>
                <StatePill state={host.state} lastStatus={host.attestationStatus} mayWrap="anywhere" />
              </td>
              <td className="text-right whitespace-nowrap max-tablet:hidden">{seenAgo(host)}</td>
              <td className="text-right">{host.shieldedVms ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
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
