import type { Risk } from '@/lib/domain/risk';
import type { AttestationMode } from '@/lib/domain/vocabulary';
import { BOOT_CHECK_ENTRIES } from './entries/boot-checks';
import { CAUSE_ENTRIES, PREREQUISITE_ENTRIES } from './entries/causes';
import { CODE_CHECK_ENTRIES, ISOLATION_CHECK_ENTRIES } from './entries/code-checks';
import { DATA_CHECK_ENTRIES } from './entries/data-checks';
import { SERVICE_CHECK_ENTRIES } from './entries/service-checks';
import { STATUS_ENTRIES } from './entries/statuses';
import { keyOfRisk } from './key-of-risk';
import type { RemediationEntry } from './types';

/** Raised whenever an entry changes, so that a printed or exported copy can be compared with the present one. */
export const CATALOGUE_VERSION = '1.8.0';

export const CATALOGUE: readonly RemediationEntry[] = [
  ...STATUS_ENTRIES,
  ...BOOT_CHECK_ENTRIES,
  ...CODE_CHECK_ENTRIES,
  ...ISOLATION_CHECK_ENTRIES,
  ...DATA_CHECK_ENTRIES,
  ...SERVICE_CHECK_ENTRIES,
  ...CAUSE_ENTRIES,
  ...PREREQUISITE_ENTRIES,
];

/** How to fix a status, a check, a cause or a prerequisite; null for a name that the catalogue does not know. */
export function remediationFor(key: string, mode: AttestationMode): RemediationEntry | null {
  return CATALOGUE.find((entry) => entry.key === key && (entry.modes?.includes(mode) ?? true)) ?? null;
}

export const remediationOfRisk = (risk: Risk, mode: AttestationMode) => remediationFor(keyOfRisk(risk), mode);
