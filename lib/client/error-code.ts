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

class Unsent extends Error {}

/** Fetches, and marks what failed since the browser was offline. One that goes offline meanwhile may have sent it. */
export async function fetchMarked(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const { onLine } = navigator;
  try {
    return await fetch(input, init);
  } catch (error) {
    throw onLine ? error : new Unsent();
  }
}

/** Nothing left the browser: whatever was asked for has not been done. */
export const isUnsent = (error: unknown): boolean => isRecord(error) && error.cause instanceof Unsent;

/** The server is there and says no: it says so again whenever it is asked the same. */
export function isRefused(error: unknown): boolean {
  const status = isRecord(error) && isRecord(error.data) ? error.data.httpStatus : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 && status !== 429;
}
