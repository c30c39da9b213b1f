/** The most hosts that one verb works on. */
export const SELECTED_HOSTS_AT_MOST = 10_000;
