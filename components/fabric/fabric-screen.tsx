'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { EnrolSteps } from '@/components/fabric/enrol-steps';
import type { FixHints } from '@/components/fabric/fix-hints';
import { Overview } from '@/components/fabric/overview';
import { hasSnapshots } from '@/lib/client/has-snapshots';
import { everythingNow, type HostQuestion, questionInput } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { WATCHED } from '@/lib/client/watched-query';
import type { AgentPackage, Me } from '@/lib/contracts/procedures';

/** While nothing has arrived the page looks often, since a person waits before it. */
const WAITING_MS = 3_000;

type FabricScreenProps = {
  question: HostQuestion;
  operator: Me;
  agentPackage: AgentPackage | null;
  hints: FixHints;
};

export function FabricScreen({ question, operator, agentPackage, hints }: FabricScreenProps) {
  const trpc = useTRPC();
  // A filter that matches nothing, or a time before the first report, is no beginning.
  const { data: summary } = useSuspenseQuery(
    trpc.host.summary.queryOptions(questionInput(everythingNow(question)), {
      // Once hosts report, the overview asks for it, with all else that it shows.
      refetchInterval: ({ state }) => !(state.data && hasSnapshots(state.data)) && WAITING_MS,
      ...(question.at === null && { meta: WATCHED }),
    }),
  );
  if (hasSnapshots(summary) || question.at !== null)
    return <Overview question={question} hints={hints} shipped={agentPackage?.version ?? null} />;
  return <EnrolSteps {...{ question, operator, agentPackage, summary }} isFirst />;
}
