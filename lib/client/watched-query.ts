/** How often the pages of the fabric, of the catalogue and of one host are asked for again: every part of such a page. */
export const PAGE_EVERY_MS = 15_000;

/** How often lists are asked for again: a page of rows costs the server more, and moves under the reader's eyes. */
export const LIST_EVERY_MS = 30_000;

/** Marks what is asked again and again, so that the screen can say how fresh it is. */
export const WATCHED = { isWatched: true } as const;

/** How a screen goes on asking for what it shows of now; an earlier time is asked for once. */
export function watching(everyMs: number, at: Date | string | null) {
  return at === null ? { refetchInterval: everyMs, meta: WATCHED } : {};
}

/**
 * The same for what is no state of a host, or too costly to be read again each second of a large fleet: asked for now and then,
 * and not when the server says that something changed.
 */
export const WATCHED_STEADILY = {
  refetchInterval: LIST_EVERY_MS,
  meta: { ...WATCHED, isSteady: true },
} as const;

/** What the bar says around every page: the time of a page that has nothing else to ask for. */
export const WATCHED_BY_SHELL = {
  refetchInterval: LIST_EVERY_MS,
  meta: { ...WATCHED_STEADILY.meta, isOfShell: true },
} as const;

/**
 * The same while the page shows the past, of which the bar's counts are then: what the bar asks for is nothing that the page shows,
 * but whoever comes back to now finds it fresh, and a session that ends is noticed.
 */
export const ASKED_BY_SHELL = { refetchInterval: LIST_EVERY_MS, meta: { isAskedInDoubt: true } } as const;

/** Marks figures of now that a page asks for once: it never says that it is live, and says when they are of. */
export const ASKED_ONCE = { isAskedOnce: true } as const;

/** The same for what never changes, such as a report: it says which time it is of, and is never too old. */
export const CLOSED = { ...ASKED_ONCE, isClosed: true } as const;

/** The same as asked once, beside what somebody fills in: it stays as it is until it is sent, also when the window is looked at again. */
export const KEPT_AS_SHOWN = {
  meta: ASKED_ONCE,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;

/** Marks what is done without anybody who waits for a server: by the console itself, or in the browser alone. */
export const UNAWAITED = { isUnawaited: true } as const;
