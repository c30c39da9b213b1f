import type { BootGroup } from '@/lib/domain/secure-boot/groups';
import type { BootStage } from '@/lib/domain/secure-boot/stage';
import { type AttestationMode, isBootMeasured } from '@/lib/domain/vocabulary';
import { rowsOf, typed } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { answering, countedMatches } from './matching-hosts';

const groupsOfBoot = rowsOf('Secure Boot', {
  fabric: 'text',
  cluster: 'text?',
  model: 'text?',
  firmwareVersion: 'text?',
  osVersion: 'text?',
  bootClass: 'text',
  stage: typed<BootStage>('text'),
  mode: typed<AttestationMode>('text'),
  isAble: 'boolean',
  isRefused: 'boolean',
  isChanging: 'boolean',
  isLate: 'boolean',
  hosts: 'number',
  vms: 'number',
});

/**
 * Hosts grouped by everything that the cockpit distinguishes: a few rows for each cluster, however many hosts
 * there are.
 */
export async function countBootGroups(db: Db, question: FleetQuestion): Promise<BootGroup[]> {
  const rows = await answering(
    db,
    question,
    (prepared, view) =>
      groupsOfBoot(view)`
      SELECT fabric, cluster, model, firmware_version AS "firmwareVersion", os_version AS "osVersion",
        boot_class AS "bootClass", boot_stage AS stage, mode, state = 'Passed' AS "isAble",
        'SecureBootSettings' = ANY(failing_checks) AS "isRefused",
        'secureBootRestartPending' = ANY(risks) AS "isChanging", reporting = 'late' AS "isLate",
        sum(hosts)::int AS hosts, sum(vms)::float8 AS vms
      FROM ${countedMatches(prepared)}
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 HAVING sum(hosts) > 0`,
  );
  return rows.map(({ mode, ...row }) => ({ ...row, isMeasured: isBootMeasured(mode) }));
}
