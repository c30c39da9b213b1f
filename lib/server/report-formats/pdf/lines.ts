import { lineHeight, type Paper, type Style } from './paper';

/** Preferred places for breaking a long word: after its joints, and between its words. */
const JOINTS = /(?<=[-_./\\:,;=)])|(?<=[a-z])(?=[A-Z])/;
/** A character, or a written-out one, which is never broken. */
const UNITS = /‹U\+[0-9A-F]{4,6}›|[\s\S]/gu;

/** As much as fits, at least one character. */
function prefixThatFits(word: string, widthOf: (text: string) => number, width: number): string {
  const [first = '', ...units] = word.match(UNITS) ?? [];
  let taken = first;
  for (const unit of units) {
    if (widthOf(taken + unit) > width) break;
    taken += unit;
  }
  return taken;
}

function piecesOf(word: string, widthOf: (text: string) => number, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  return word.split(JOINTS).flatMap((part) => {
    const pieces: string[] = [];
    let rest = part;
    while (widthOf(rest) > width) {
      const piece = prefixThatFits(rest, widthOf, width);
      if (piece.length === rest.length) break;
      pieces.push(piece);
      rest = rest.slice(piece.length);
    }
    return [...pieces, rest];
  });
}

/**
 * Text in lines no wider than this, whatever it contains; the first one is narrower by `indent`. Nothing is
 * lost.
 */
export function linesOf(paper: Paper, text: string, given: Style, width: number, indent = 0): string[] {
  const shown = paper.printable(text, given);
  const widthOf = (part: string) => paper.widthOf(part, given);
  if (widthOf(shown) <= width - indent) return [shown];
  const lines: string[] = [];
  let line = '';
  for (const word of shown.split(' ')) {
    for (const [index, piece] of piecesOf(word, widthOf, width).entries()) {
      const joined = index === 0 && line !== '' ? `${line} ${piece}` : line + piece;
      if (line !== '' && widthOf(joined) > (lines.length === 0 ? width - indent : width)) {
        // The space stays at the end of the line: without it, copied text would join two words.
        lines.push(index === 0 ? `${line} ` : line);
        line = piece;
      } else line = joined;
    }
  }
  return [...lines, line];
}

type Place = { x: number; width: number };

/** Sets lines below each other at the paper's place, which moves on. Call it only within a tag. */
export function setLines(paper: Paper, lines: readonly string[], { x }: Place, given: Style): void {
  for (const line of lines) {
    paper.set(line, { x, y: paper.y }, given);
    paper.y += lineHeight(given);
  }
}
