import type { RestartReasonCode } from './may-restart';

/** What a Secure Boot update that waits for the restart would do to the host. Whatever else decides, it is told in full. */
const UPDATE_RISKS: ReadonlySet<RestartReasonCode> = new Set([
  'updateNotProven',
  'classNotKnown',
  'willNotPassAfter',
]);

export const isUpdateRisk = ({ code }: { code: RestartReasonCode }): boolean => UPDATE_RISKS.has(code);
