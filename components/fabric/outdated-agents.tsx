'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { outdatedAgents } from '@/components/fleet/risk-question';
import { Link } from '@/components/ui/link';
import { hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, questionInput } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';

type OutdatedAgentsProps = { question: HostQuestion; shipped: string };

/** How many hosts run an agent older than the one to install, each of them one click away. */
export function OutdatedAgents({ question, shipped }: OutdatedAgentsProps) {
  const t = useTranslations('fabric.risk');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.host.risks.queryOptions(questionInput(question)));
  const outdated = outdatedAgents(question, data, shipped);
  return (
    <p className="mt-4 text-ink-2">
      {outdated === null ? (
        t('upToDate', { version: shipped })
      ) : (
        <Link className="link" href={hostsAddress(outdated.question)}>
          {t('outdated', { count: outdated.hosts, version: shipped })}
        </Link>
      )}
    </p>
  );
}
