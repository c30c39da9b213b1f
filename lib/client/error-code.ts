import type { Failure } from '@/lib/client/freshness';
import { isRecord } from '@/lib/util/guards';

/** The stable code of what a procedure answered; undefined for anything else, such as a lost network. */
export function errorCodeOf(error: unknown): string | undefined {
  if (!isRecord(error) || !isRecord(error.data)) return undefined;
  return typeof error.data.code === 'string' ? error.data.code : undefined;
}

/** Whatever stands for the server, such as a proxy, answers without a code of ours. */
export const failureOf = (error: unknown): Failure =>
  errorCodeOf(error) === undefined ? 'unanswered' : 'failed';
