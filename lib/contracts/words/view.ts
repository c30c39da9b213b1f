export const VIEWS_AT_MOST = 100;
