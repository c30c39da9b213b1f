import { randomUUID } from 'node:crypto';
import type { Repair } from '@/apps/simulator/fleet/repairs';
import type { Simulation } from '@/apps/simulator/simulate';
import { GetPlanInput, ListPlansInput, type PlanDetail } from '@/lib/contracts/plan';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { every } from '@/lib/server/jobs/every';
import { getPlan, listPlans } from '@/lib/server/services/plan';

const EVERY_MS = 3_000;

/** A host of a plan on which somebody says that something was done. */
type Done = Pick<Repair, 'causes' | 'at'> & { task: string; hostId: string };

/**
 * What people ticked of a plan. A setting counts at the next start of its host, so that it waits for a restart of the
 * same plan. What the demo itself ticked when it made its plan goes on waiting for its proof.
 */
export function ticked({ groups, createdAt }: Pick<PlanDetail, 'groups' | 'createdAt'>): Done[] {
  const restarting = new Set(
    groups
      .filter(({ kind }) => kind === 'restart')
      .flatMap(({ tasks }) => tasks.flatMap(({ hostId, state }) => (state === 'todo' ? [hostId] : []))),
  );
  return groups.flatMap(({ kind, cause, tasks }) =>
    tasks.flatMap(({ id, hostId, state, doneAt }) => {
      const isWaiting = kind === 'fix' && restarting.has(hostId);
      if (cause === null || state !== 'done' || doneAt === null || doneAt === createdAt || isWaiting)
        return [];
      return [{ task: `${id} ${doneAt}`, hostId, causes: [cause], at: Date.parse(doneAt) }];
    }),
  );
}

type Options = {
  db: DbRoot;
  simulation: Simulation;
  /** A demo that is started again makes its hosts with these. */
  remember: (repair: Repair) => void;
  onError: (error: unknown) => void;
};

/** The hosts of the demo do what people say that they did: a tick is carried out, and the next snapshot proves it. */
export function carryOutPlans({ db, simulation, remember, onError }: Options): () => Promise<void> {
  const known = new Set<string>();
  return every(
    EVERY_MS,
    async () => {
      for (const { task, hostId, ...repair } of await allTicked(db)) {
        if (known.has(task)) continue;
        known.add(task);
        const mended = simulation.mend(hostId, repair);
        if (mended !== null) remember(mended);
      }
    },
    onError,
  );
}

async function allTicked(db: DbRoot): Promise<Done[]> {
  const ctx: Ctx = { actor: { kind: 'system', id: 'cli' }, db, now: new Date(), requestId: randomUUID() };
  const { plans } = await listPlans({
    ctx,
    input: ListPlansInput.parse({ state: ['open'], limit: MAX_LIMIT }),
  });
  const waiting = plans.filter(({ progress }) => progress.done > 0);
  const details = await Promise.all(
    waiting.map(({ id }) => getPlan({ ctx, input: GetPlanInput.parse({ id }) })),
  );
  return details.flatMap(ticked);
}
