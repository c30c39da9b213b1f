/** The default and the greatest number of days of a trend. */
export const TREND_DAYS = 30;
export const MOST_TREND_DAYS = 90;

/** Waves of at least this many hosts are marked on a trend: pairs happen by chance in a large fleet. */
export const MARKED_WAVE_HOSTS = 3;
