import { type FactReadings, factValue, readFacts } from '@/lib/domain/facts';
import { planWork } from '@/lib/domain/plan/plan-work';
import type { PlanHost } from '@/lib/domain/plan/types';
import { CATALOGUE_VERSION } from '@/lib/domain/remediation/catalogue';
import { seesIommu } from '@/lib/domain/sees-iommu';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { type HeldRestart, heldRestarts } from '@/lib/server/db/fleet/answers/held-restarts';
import { newestDocuments } from '@/lib/server/db/fleet/answers/newest-documents';
import { ableNodesBeside, hostsOfPlans, type NamedPlanHost } from '@/lib/server/db/fleet/answers/plan-hosts';
import type { SelectedHost } from '@/lib/server/db/fleet/answers/selected-hosts';
import { ServiceError } from '@/lib/server/errors';
import { isRecord } from '@/lib/util/guards';
import type { PlanContent } from './content';

/** Nobody works through more in one plan. */
const PLAN_HOSTS_AT_MOST = 1_000;

/** Windows did not report its 2023 certificates when asked. That is an answer, but no host counts as done. */
const NOTHING_SAID = 'absent';

/** What has to be done about these hosts, as they are now. */
export async function makeContent(ctx: Ctx, selected: readonly SelectedHost[]): Promise<PlanContent> {
  if (selected.length > PLAN_HOSTS_AT_MOST)
    throw new ServiceError(
      'selection_too_large',
      `A plan is for ${PLAN_HOSTS_AT_MOST} hosts at most: make one for each cluster or cause`,
    );
  const ids = selected.map(({ id }) => id);
  const when = { live: ctx.now };
  const [named, nodes, newest] = await Promise.all([
    hostsOfPlans(ctx.db, { when, fabrics: fabricScope(ctx) }, ids),
    ableNodesBeside(ctx.db, ctx.now, ids),
    newestDocuments(ctx.db, { ids, after: null, limit: ids.length }),
  ]);
  const documents = new Map(newest.map(({ id, item }) => [id, item]));
  const taken = new Set(
    (
      await heldRestarts(
        ctx.db,
        nodes.map(({ id }) => id),
      )
    ).map(({ hostId }) => hostId),
  );
  const hosts = named.map((host) => toPlanHost(host, documents.get(host.id)));
  const work = planWork({ hosts, ableNodes: nodes.filter(({ id }) => !taken.has(id)) });
  return { catalogueVersion: CATALOGUE_VERSION, hosts: hosts.map(toContentHost), ...work };
}

const toContentHost = ({ id, hostname, fabricId, cluster, shieldedVms }: PlanHost) => ({
  ...{ id, hostname, fabricId, cluster, shieldedVms },
});

function toPlanHost({ intervalSeconds: _, ...host }: NamedPlanHost, document: unknown): PlanHost {
  const facts = readFacts(isRecord(document) ? document.facts : null);
  return { ...host, secureBootServicing: servicingOf(facts), seesIommu: seesIommu(facts) };
}

function servicingOf(facts: FactReadings): string | null {
  const secureBoot = factValue(facts, 'secureBoot');
  return secureBoot === null ? null : (secureBoot.uefiCa2023Status ?? NOTHING_SAID);
}

/** Restarts of this work that other open plans hold. */
export async function conflictsOf(ctx: Ctx, { groups }: Pick<PlanContent, 'groups'>): Promise<HeldRestart[]> {
  return heldRestarts(ctx.db, restartingHosts(groups));
}

export const restartingHosts = (groups: PlanContent['groups']): string[] =>
  groups.filter(({ kind }) => kind === 'restart').flatMap(({ tasks }) => tasks.map(({ hostId }) => hostId));
