/** How many spaces one step of indentation has. */
const STEP = 2;

/** The lines of a script with their breaks and where each starts; joined they are the script. */
export function linesOf(code: string): { start: number; line: string }[] {
  return [...code.matchAll(/[^\n]*\n|[^\n]+$/g)].map((match) => ({ start: match.index, line: match[0] }));
}

/** Which of so many indentations a line has; what is deeper has the last, so that a phone still has room for the text. */
export function hangOf(line: string, levels: number): number {
  const spaces = line.length - line.trimStart().length;
  return line.trim() === '' ? 0 : Math.min(Math.floor(spaces / STEP), levels - 1);
}
