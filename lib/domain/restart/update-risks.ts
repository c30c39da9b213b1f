import type { RestartReasonCode } from './may-restart';

/**
 * What a Secure Boot update that waits for the restart would do to the host. It is always shown in full, even
 * if another reason decides.
 */
const UPDATE_RISKS: ReadonlySet<RestartReasonCode> = new Set([
  'updateNotProven',
  'classNotKnown',
  'willNotPassAfter',
]);

export const isUpdateRisk = ({ code }: { code: RestartReasonCode }): boolean => UPDATE_RISKS.has(code);
