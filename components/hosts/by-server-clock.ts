import type { HostView } from '@/lib/client/outputs';
import { parseRfc3339 } from '@/lib/util/rfc3339';

/** A time by the host's clock as a time by this server's, as everything else on the page is; null if unreadable. */
export function byServerClock(hostTime: string | null, { clockOffsetSeconds }: HostView): string | null {
  const ms = parseRfc3339(hostTime);
  return ms === null ? null : new Date(ms - (clockOffsetSeconds ?? 0) * 1000).toISOString();
}
