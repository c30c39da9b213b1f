export const OWNER_CHARS_AT_MOST = 200;
