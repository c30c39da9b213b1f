export const NOTE_CHARS_AT_MOST = 4_000;
