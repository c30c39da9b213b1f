import type { Risk } from '@/lib/domain/risk';
import { memberOf } from '@/lib/util/guards';

// Separate from risk.ts, which judges what hosts say: a browser needs only these words.

/**
 * What holds a host back on its way to the 2023 Secure Boot certificates, at most one of these at a time.
 * None of them stops anything by itself, and most of a fleet stays so for months.
 */
export const AWAITING_SECURE_BOOT = [
  'secureBootUpdatePending',
  'secureBootWaitsForKek',
  'secureBootFirmware',
] as const satisfies readonly Risk[];
export const isAwaitingSecureBoot = memberOf(AWAITING_SECURE_BOOT);

/** What the next restart, start of a virtual machine or renewal may break, without anything else going wrong. */
export const isNextToFail = (risk: Risk): boolean => risk !== 'fallbackInUse' && !isAwaitingSecureBoot(risk);
