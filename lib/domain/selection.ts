/** Verbs on many hosts take so many at most. */
export const SELECTED_HOSTS_AT_MOST = 10_000;
