'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { atRisk, outdatedAgents } from '@/components/fabric/risk-question';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, questionInput } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { watching } from '@/lib/client/watched-query';
import type { FleetRisks } from '@/lib/contracts/fleet';

const WATCHING_MS = 15_000;

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

/** Hosts that still pass, and what may end that. */
export function RiskPanel({ question, shipped }: RiskPanelProps) {
  const t = useTranslations('fabric.risk');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(
    trpc.host.risks.queryOptions(questionInput(question), watching(WATCHING_MS, question.at)),
  );
  const outdated = shipped === null ? null : outdatedAgents(question, data, shipped);
  if (data.risks.length === 0 && outdated === null) return null;
  return (
    <Panel
      title={t('title')}
      hint={t.rich('hint', { count: data.atRisk.hosts, link: linkTo(atRisk(question)) })}
      footer={
        outdated === null ? undefined : (
          <Link className="link" href={hostsAddress(outdated.question)}>
            {t('outdated', { count: outdated.hosts, version: shipped ?? '' })}
          </Link>
        )
      }
    >
      {data.risks.length === 0 ? (
        <p className="soft p-4">{t('none')}</p>
      ) : (
        <ul className="risks">
          {data.risks.map((row) => (
            <RiskItem key={row.risk} row={row} question={question} />
          ))}
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
    <li>
      <Icon name="warn" size={16} />
      <div>
        <p>
          <b>{title(risk)}</b>
        </p>
        <p className="sub">
          {t.rich(`text.${risk}`, { count: hosts, link: linkTo(atRisk(question, [risk])) })}
        </p>
      </div>
      <p className="when">
        <b>{t('vms', { count: vms })}</b> {t(`when.${risk}`)}
      </p>
    </li>
  );
}
