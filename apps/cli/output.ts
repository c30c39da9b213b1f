export type Cell = string | number | boolean | null;

/** A terminal acts on control characters, and names come from hosts: they are shown, never sent. */
function printable(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** Columns by tabs: read by people, cut by scripts. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  return [head, ...rows].map((row) => row.map(printable).join('\t'));
}

/** What is done and has nothing to say. */
export const nothing = (): string[] => [];

export const asFile = (answer: unknown): string[] => JSON.stringify(answer, null, 2).split('\n');

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
