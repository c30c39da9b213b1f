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
