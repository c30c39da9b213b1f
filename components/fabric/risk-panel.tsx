'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { atRisk, outdatedAgents } from '@/components/fleet/risk-question';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, questionInput } from '@/lib/client/host-question';
import { inScope } from '@/lib/client/scope';
import { SECURE_BOOT_PATH } from '@/lib/client/secure-boot-address';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { FleetRisks } from '@/lib/contracts/fleet';
import { AWAITING_SECURE_BOOT, isAwaitingSecureBoot } from '@/lib/domain/next-to-fail';

const linkTo = (question: HostQuestion) => (text: ReactNode) => (
  <Link className="link" href={hostsAddress(question)}>
    {text}
  </Link>
);

type RiskPanelProps = {
  question: HostQuestion;
  /** The version of the agent that this server gives; null where it has none. */
  shipped: string | null;
};

/** Hosts that still pass, and what may end that. What waits for the certificates of 2023 has a page of its own. */
export function RiskPanel({ question, shipped }: RiskPanelProps) {
  const t = useTranslations('fabric.risk');
  const trpc = useTRPC();
  const scope = useScope();
  const { data } = useSuspenseQuery(
    trpc.host.risks.queryOptions(questionInput(question), watching(PAGE_EVERY_MS, question.at)),
  );
  const outdated = shipped === null ? null : outdatedAgents(question, data, shipped);
  if (data.risks.length === 0 && outdated === null) return null;
  const listed = data.risks.filter(({ risk }) => !isAwaitingSecureBoot(risk));
  // A host waits for one thing at a time, so that these counts add up.
  const awaiting = data.risks
    .filter(({ risk }) => isAwaitingSecureBoot(risk))
    .reduce((sum, { hosts }) => sum + hosts, 0);
  return (
    <Panel
      title={t('title')}
      hint={listed.length > 0 ? t('hint') : undefined}
      footer={
        outdated === null ? undefined : (
          <Link className="link" href={hostsAddress(outdated.question)}>
            {t('outdated', { count: outdated.hosts, version: shipped ?? '' })}
          </Link>
        )
      }
    >
      {data.risks.length === 0 ? (
        <p className="p-4 text-ink-2">{t('none')}</p>
      ) : (
        <ul className="text-pretty">
          {listed.map((row) => (
            <RiskItem key={row.risk} row={row} question={question} />
          ))}
          {awaiting > 0 && (
            <li className="px-4 py-2.5 text-ink-2">
              {t.rich('awaiting', {
                count: awaiting,
                link: linkTo(atRisk(question, AWAITING_SECURE_BOOT)),
                page: (text) => (
                  <Link className="link" href={inScope(SECURE_BOOT_PATH, scope)}>
                    {text}
                  </Link>
                ),
              })}
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}

function RiskItem({ row, question }: { row: FleetRisks['risks'][number]; question: HostQuestion }) {
  const t = useTranslations('fabric.risk');
  const title = useTranslations('fleet.risk');
  const { risk, hosts, vms } = row;
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2 border-b border-line px-4 py-2.5 last:border-b-0">
      <Icon className="mt-0.5 text-ink-2" name="warn" size={16} />
      <div>
        <p className="leading-4.5">
          <b>{title(risk)}</b>
        </p>
        <p className="mt-0.5 text-small text-ink-3">
          {t.rich(`text.${risk}`, { count: hosts, link: linkTo(atRisk(question, [risk])) })}
        </p>
      </div>
      <p className="max-w-28 text-right text-code text-ink-2">
        <b className="block whitespace-nowrap text-ink">{t('vms', { count: vms })}</b> {t(`when.${risk}`)}
      </p>
    </li>
  );
}
