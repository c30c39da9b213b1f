export const RECIPIENTS_AT_MOST = 50;
export const KEEP_AT_MOST = 1_000;
export const KEEP_DAYS_AT_MOST = 36_500;
