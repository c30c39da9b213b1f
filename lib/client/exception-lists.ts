import { type ExceptionsQuery, type ExceptionView, fabricsOf } from '@/lib/client/exception-address';
import { ENDING_SOON_DAYS, type ExceptionState } from '@/lib/domain/exception';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';

const LIMIT = 100;

const OPEN = ['requested', 'inForce'] as const;
const OVER = ['ended', 'withdrawn'] as const;

const STATES_OF_VIEW: Readonly<Record<ExceptionView, readonly ExceptionState[]>> = {
  all: OPEN,
  requested: ['requested'],
  inForce: ['inForce'],
  ending: ['inForce'],
  ended: OVER,
};

/** Those that end soon end before this. To the hour, so that the page and its server ask for the same. */
function endOfSoon(at: Date | null, now: number): string {
  const hour = Math.ceil((at?.getTime() ?? now) / HOUR_MS) * HOUR_MS;
  return new Date(hour + ENDING_SOON_DAYS * DAY_MS).toISOString();
}

/** What the page asks: of all views open ones and what ended, of one view a page of it. */
export function exceptionLists(query: ExceptionsQuery, now = Date.now()) {
  const { view, at, cursor } = query;
  const frame = { fabric: fabricsOf(query), at: at?.toISOString() ?? null, limit: LIMIT };
  const isOne = view !== 'all';
  const first = {
    ...frame,
    state: [...STATES_OF_VIEW[view]],
    ...(view === 'ending' && { endingBefore: endOfSoon(at, now) }),
    ...(isOne && { cursor }),
  };
  return {
    first,
    // The same question for the same view, so that it is asked for once.
    second: isOne ? first : { ...frame, state: [...OVER] },
    waiting: { ...frame, state: ['requested' as const] },
    summary: { fabric: frame.fabric, at: frame.at },
  };
}
