/** More than a host prints, and little enough to be read at once. */
export const MAX_EXPLAIN_CHARS = 100_000;
/** Enough for what 400 hosts print. Every line costs, also an empty one. */
export const MAX_EXPLAIN_LINES = 5_000;

export const linesIn = (text: string): number => text.split('\n').length;
