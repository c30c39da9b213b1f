'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { EnrolSteps } from '@/components/fabric/enrol-steps';
import { OutdatedAgents } from '@/components/fabric/outdated-agents';
import { type HostQuestion, questionInput } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { watching } from '@/lib/client/watched-query';
import type { AgentPackage, Me } from '@/lib/contracts/procedures';

/** A person waits here for what they have just installed. */
const WAITING_MS = 3_000;

type AddHostsScreenProps = { question: HostQuestion; operator: Me; agentPackage: AgentPackage | null };

/** The steps of the first day, for a fleet that has hosts already. */
export function AddHostsScreen({ question, operator, agentPackage }: AddHostsScreenProps) {
  const trpc = useTRPC();
  const { data: summary } = useSuspenseQuery(
    trpc.host.summary.queryOptions(questionInput(question), watching(WAITING_MS, null)),
  );
  return (
    <EnrolSteps {...{ question, operator, agentPackage, summary }} isFirst={false}>
      {agentPackage && <OutdatedAgents question={question} shipped={agentPackage.version} />}
    </EnrolSteps>
  );
}
