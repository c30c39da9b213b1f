/**
 * The time until which a host may enrol again under its own id, as an administrator allowed; null if it may
 * not now.
 */
export const mayEnrolUntil = (reenrollUntil: Date | null, now: Date): Date | null =>
  reenrollUntil !== null && reenrollUntil > now ? reenrollUntil : null;
