import type { BootStage } from '@/lib/domain/secure-boot/stage';
import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { momentOf, timestamp, type When } from '@/lib/server/db/fleet/point-in-time';
import { fleetRows } from '@/lib/server/db/fleet/relation/fleet-rows';
import { grouped } from '@/lib/util/grouped';
import { isWithin } from './within-fabrics';

export type PlanOfClass = Omit<Task, 'hostId'> & Omit<Refused, 'hostId'>;

const openTasks = rowsOf('tasks of open plans', {
  id: 'text',
  number: 'number',
  name: 'text',
  hostId: 'text',
});
type Task = RowOf<typeof openTasks>;

const refusedHosts = rowsOf('refused hosts of plans', {
  hostId: 'text',
  fabric: 'text',
  bootClass: 'text',
  stage: typed<BootStage>('text'),
});
type Refused = RowOf<typeof refusedHosts>;

/** Tasks of open plans that nobody skipped, each host of a plan once. */
export function openTasksOf(db: Db, when: When, fabrics: FabricScope): Promise<Task[]> {
  const moment = timestamp(momentOf(when));
  return openTasks(db)`
    SELECT DISTINCT p.id::text AS id, p.number, p.name, t.host_id::text AS "hostId"
    FROM plan p JOIN plan_task t ON t.plan_id = p.id AND t.mark <> 'skipped'
    WHERE ${isWithin(fabrics)} AND p.created_at <= ${moment} AND (p.closed_at IS NULL OR p.closed_at > ${moment})
    ORDER BY p.number`;
}

/** Those of these hosts whose start HGS refuses. */
export const refusedOf = (db: Db, when: When, ids: readonly string[]): Promise<Refused[]> =>
  refusedHosts(db)`
    SELECT id::text AS "hostId", fabric, boot_class AS "bootClass", boot_stage AS stage FROM (${fleetRows(when, ids)}) fleet
    WHERE 'SecureBootSettings' = ANY(failing_checks)`;

/**
 * Open plans with each class and stage of hosts that they have a task for and whose start HGS refuses. Only a
 * caller who sees all fabrics of a plan sees it, whatever the page is about.
 */
export async function plansOfClasses(db: Db, when: When, fabrics: FabricScope): Promise<PlanOfClass[]> {
  const tasks = await openTasksOf(db, when, fabrics);
  if (tasks.length === 0) return [];
  const ids = [...new Set(tasks.map(({ hostId }) => hostId))];
  const refused = grouped(await refusedOf(db, when, ids), ({ hostId }) => hostId);
  return tasks.flatMap(({ hostId, ...plan }) =>
    (refused.get(hostId) ?? []).map(({ hostId: _, ...place }) => ({ ...plan, ...place })),
  );
}
