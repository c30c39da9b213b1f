import type { Risk } from '@/lib/domain/risk';
import { memberOf } from '@/lib/util/guards';

// Stands beside risk.ts, which judges what hosts said: a browser needs the words alone.

/**
 * What holds a host back on its way to the Secure Boot certificates of 2023, one of them at a time. None of it ends anything by
 * itself, and most of a fleet is so for months.
 */
export const AWAITING_SECURE_BOOT = [
  'secureBootUpdatePending',
  'secureBootWaitsForKek',
  'secureBootFirmware',
] as const satisfies readonly Risk[];
export const isAwaitingSecureBoot = memberOf(AWAITING_SECURE_BOOT);

/** What the next restart, start of a virtual machine or renewal may end, without anything else going wrong. */
export const isNextToFail = (risk: Risk): boolean => risk !== 'fallbackInUse' && !isAwaitingSecureBoot(risk);
