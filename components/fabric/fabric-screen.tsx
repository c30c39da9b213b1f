'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { EnrolSteps } from '@/components/fabric/enrol-steps';
import { FirstSnapshot } from '@/components/fabric/first-snapshot';
import type { FixHints } from '@/components/fabric/fix-hints';
import { Overview } from '@/components/fabric/overview';
import { hasSnapshots } from '@/lib/client/has-snapshots';
import { everythingNow, type HostQuestion, questionInput } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { WATCHED } from '@/lib/client/watched-query';
import type { AgentPackage, Me } from '@/lib/contracts/procedures';
import type { SendingInterval } from '@/lib/contracts/settings';
import { mayDo } from '@/lib/domain/permissions';

/** While nothing has arrived the page looks often, since a person waits before it. */
const WAITING_MS = 3_000;

type FabricScreenProps = {
  question: HostQuestion;
  operator: Me;
  agentPackage: AgentPackage | null;
  hints: FixHints;
  sending: SendingInterval;
};

export function FabricScreen({ question, operator, agentPackage, hints, sending }: FabricScreenProps) {
  const trpc = useTRPC();
  // A filter that matches nothing, or a time before the first snapshot, is no beginning.
  const { data: summary } = useSuspenseQuery(
    trpc.host.summary.queryOptions(questionInput(everythingNow(question)), {
      // Once hosts send, the overview asks for it, with all else that it shows.
      refetchInterval: ({ state }) => !(state.data && hasSnapshots(state.data)) && WAITING_MS,
      ...(question.at === null && { meta: WATCHED }),
    }),
  );
  // Whoever waited here for the first snapshot is told whose it was. The steps stay until all of the overview is there: what waits
  // for an answer without a boundary would hold up everything else on the page.
  const isReporting = useDeferredValue(hasSnapshots(summary));
  const [isAwaited, setAwaited] = useState(!isReporting);
  if (isReporting || question.at !== null)
    return (
      <Overview
        lead={
          isAwaited &&
          question.at === null && (
            <FirstSnapshot
              question={everythingNow(question)}
              mayEnrol={mayDo(operator.role, 'enrollment.manage')}
              onClose={() => setAwaited(false)}
            />
          )
        }
        {...{ question, hints }}
        shipped={agentPackage?.version ?? null}
        sending={question.at === null ? sending : null}
        mayPlan={mayDo(operator.role, 'plan.write') && question.at === null}
      />
    );
  return <EnrolSteps {...{ question, operator, agentPackage, summary }} isFirst />;
}
