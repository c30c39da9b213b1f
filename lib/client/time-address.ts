import { parseTimeParameter, TOLERATED_AHEAD_MS } from '@/lib/contracts/words/host-query';

const PATHS = ['/', '/hosts', '/remediation', '/changes', '/waves', '/plans', '/exceptions', '/secure-boot'];
/** Where a plan is made, which is about now. */
const NEW_PLAN = '/plans/new';

/** Whether a page shows figures, of now or of an earlier time, as that of one host, wave or plan does. */
export const showsThePast = (path: string) =>
  PATHS.includes(path) ||
  ['/hosts/', '/waves/', '/plans/'].some((above) => path.startsWith(above) && path !== NEW_PLAN);

/** The page of other parameters at a time, null being now. A cursor belongs to the list that it was made for. */
export function addressAt(path: string, parameters: URLSearchParams, at: Date | null): string {
  const next = new URLSearchParams(parameters);
  next.delete('at');
  next.delete('cursor');
  if (at !== null) next.set('at', at.toISOString());
  const query = next.toString();
  return query === '' ? path : `${path}?${query}`;
}

/** The earlier time that an address asks for. What cannot be read, and what is still to come, no page shows. */
export function pastTimeOf(text: string | null, nowMs: number): Date | null {
  const reading = parseTimeParameter('at', text ?? '');
  return reading.ok && reading.time.getTime() <= nowMs + TOLERATED_AHEAD_MS ? reading.time : null;
}
