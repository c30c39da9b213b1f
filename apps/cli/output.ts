export type Cell = string | number | boolean | null;

/** A terminal acts on control characters, and names come from hosts: they are shown, never sent. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()].map((at) => unitAsText(character.charCodeAt(at))).join(''),
  );

/** As JSON writes it too. */
const unitAsText = (unit: number) => `\\u${unit.toString(16).padStart(4, '0')}`;

/** Columns by tabs: read by people, cut by scripts. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  return [head, ...rows].map((row) => row.map((cell) => printable(String(cell ?? ''))).join('\t'));
}

/** What is done and has nothing to say. */
export const nothing = (): string[] => [];

/** JSON that holds nothing a terminal acts on. */
export const asFile = (answer: unknown): string[] =>
  JSON.stringify(answer, null, 2).split('\n').map(printable);

const COLUMNS = 80;

/** A text in lines that no terminal breaks, so far from its edge; what goes on stands further from it where that is told. */
export function inLines(text: string, indent: number, hanging = indent): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  for (const word of text.split(' ')) {
    const isBegun = line.trim() !== '';
    if (isBegun && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = ' '.repeat(hanging) + word;
    } else line += isBegun ? ` ${word}` : word;
  }
  return [...lines, line];
}
