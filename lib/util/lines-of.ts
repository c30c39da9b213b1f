/** What ends a line, whichever system wrote it. */
export const LINE_END = /\r\n|[\n\r\u0085\u2028\u2029]/g;

export const linesOf = (text: string): string[] => text.split(LINE_END);
