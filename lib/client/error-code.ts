import { isRecord } from '@/lib/util/guards';

/** The stable code of what a procedure answered; undefined for anything else, such as a lost network. */
export function errorCodeOf(error: unknown): string | undefined {
  if (!isRecord(error) || !isRecord(error.data)) return undefined;
  return typeof error.data.code === 'string' ? error.data.code : undefined;
}
