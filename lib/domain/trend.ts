/** As many days as a trend looks back on where nobody asks otherwise, and at most. */
export const TREND_DAYS = 30;
export const MOST_TREND_DAYS = 90;

/** So many hosts at once are marked on a trend: a pair happens by chance in a large fleet. */
export const MARKED_WAVE_HOSTS = 3;
