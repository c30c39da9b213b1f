'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { EnrolSteps } from '@/components/fabric/enrol-steps';
import type { FixHints } from '@/components/fabric/fix-hints';
import { Overview } from '@/components/fabric/overview';
import { hasReports } from '@/lib/client/has-reports';
import { type HostQuestion, questionInput } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import type { AgentPackage, Me } from '@/lib/contracts/procedures';

/** While nothing has arrived the page looks often, since a person waits before it. */
const WAITING_MS = 3_000;
const WATCHING_MS = 15_000;

type FabricScreenProps = {
  question: HostQuestion;
  operator: Me;
  agentPackage: AgentPackage | null;
  hints: FixHints;
};

export function FabricScreen({ question, operator, agentPackage, hints }: FabricScreenProps) {
  const trpc = useTRPC();
  const { data: summary } = useSuspenseQuery(
    trpc.host.summary.queryOptions(questionInput(question), {
      refetchInterval: ({ state }) =>
        question.at === null && (state.data && hasReports(state.data) ? WATCHING_MS : WAITING_MS),
    }),
  );
  if (hasReports(summary)) return <Overview question={question} hints={hints} />;
  return <EnrolSteps {...{ question, operator, agentPackage, summary }} />;
}
