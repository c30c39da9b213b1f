import { factValue } from '@/lib/domain/facts';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { RestartFacts } from '@/lib/domain/restart/facts';
import { MEASURED_MODES } from '@/lib/domain/secure-boot/baseline-rows';
import { isBootChanging } from '@/lib/domain/secure-boot/stage';
import type { FleetRow } from '@/lib/server/db/fleet/columns';
import type { ReadDocument } from './find-document';

type Firmware = Exclude<RestartFacts['firmware'], 'notRead'>;

/** The hosts that match now, those observed last first. */
type RowsNow = (filter: HostFilter, limit: number) => Promise<FleetRow[]>;

type Asked = { row: FleetRow; document: ReadDocument; rowsNow: RowsNow };

const only = <T extends string>(value: T) => ({ include: [value], exclude: [] });

/**
 * Whether the next start measures another boot state, and whether a host of the same class passes with that
 * state.
 */
export async function firmwareStep({ row, document, rowsNow }: Asked): Promise<RestartFacts['firmware']> {
  const secureBoot = factValue(document.facts, 'secureBoot');
  if (secureBoot === null) return 'notRead';
  const step: Firmware = {
    isWaiting: isBootChanging(document.facts),
    status: secureBoot.uefiCa2023Status,
    model: row.model,
    firmwareVersion: row.firmwareVersion,
    osVersion: document.osVersion,
    provenBy: null,
  };
  return step.isWaiting ? { ...step, provenBy: await provenBy(row, step, rowsNow) } : step;
}

/**
 * A host of the same model, firmware and build that HGS accepts with the update applied, and that was started
 * since.
 */
async function provenBy(row: FleetRow, step: Firmware, rowsNow: RowsNow): Promise<string | null> {
  const { model, firmwareVersion, osVersion } = step;
  if (model === null || firmwareVersion === null || osVersion === null) return null;
  const alike = await rowsNow(
    {
      fabric: only(row.fabricId),
      state: only('Passed'),
      mode: MEASURED_MODES,
      class: only(row.bootClass),
      boot: only('done'),
      risk: { include: [], exclude: ['secureBootRestartPending'] },
    },
    2,
  );
  return alike.find(({ id }) => id !== row.id)?.hostname ?? null;
}
