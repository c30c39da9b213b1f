/** Marks what is asked again and again, so that the screen can say how fresh it is. */
export const WATCHED = { isWatched: true } as const;

/** How a screen goes on asking for what it shows of now; an earlier time is asked for once. */
export function watching(everyMs: number, at: Date | string | null) {
  return at === null ? { refetchInterval: everyMs, meta: WATCHED } : {};
}
