import { Prisma } from '@/lib/server/db/client';
import type { FleetRow } from './host-rows';

/** What equal hosts have in common, in the names of a row, and the columns of fleetRows that have it. */
const SHARED = {
  fabric: 'fabric',
  cluster: 'cluster',
  state: 'state',
  attestationStatus: 'attestation_status',
  failingChecks: 'failing_checks',
  causes: 'causes',
  reporting: 'reporting',
  mode: 'mode',
  os: 'os',
  model: 'model',
  firmwareVersion: 'firmware_version',
  exception: 'exception',
  owner: 'owner',
  agentVersion: 'agent_version',
  risks: 'risks',
} as const satisfies Partial<Record<keyof FleetRow, string>>;

export type SharedWords = Pick<FleetRow, keyof typeof SHARED>;

/** As one text of a row. */
export const SHARED_WORDS = Prisma.raw(
  `json_build_object(${Object.entries(SHARED).map(([name, column]) => `'${name}', ${column}`)})`,
);
