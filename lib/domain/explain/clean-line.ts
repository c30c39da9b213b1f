const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['nbsp', ' '],
  ['ensp', ' '],
  ['emsp', ' '],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['colon', ':'],
]);

const MAX_CODE_POINT = 0x10_ffff;

/**
 * Zero-width characters and soft hyphens, which web pages insert into long words, and characters that no
 * terminal shows.
 */
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]|(?!\t)\p{Cc}/gu;
const CELL_END = /<\/t[dh]\s*>/gi;
const LINE_END = /<br\s*\/?>|<\/(?:p|tr|li|div|pre|h[1-6])\s*>/gi;
/** Tags around the text of a page. Any other tag came from a host and stays visible. */
const TAGS = [
  'html head title meta link body header footer main nav section article aside div center',
  'table caption colgroup col thead tbody tfoot tr td th ul ol li dl dt dd p pre blockquote h[1-6] hr br',
  'span font code samp kbd tt a b strong i em u mark small s del ins sub sup nobr label input',
];
const TAG = new RegExp(`</?(?:${TAGS.join(' ').replaceAll(' ', '|')})(?:\\s[^<>]*)?/?>`, 'gi');

/** Colour codes of a terminal, also if an editor shows the escape as a sign. */
const COLOURS = new RegExp(`[${String.fromCharCode(0x1b)}\u241b]\\[[\\d;:]*m`, 'g');

/** PowerShell 7 writes colours into files and pipes too. */
export const withoutColours = (text: string): string => text.replace(COLOURS, '');

/**
 * What a reader sees of a line that was copied from a page, a mail or a Markdown file. One line can become
 * several if tags end lines.
 */
export function cleanLine(line: string): string[] {
  if (line === '') return [''];
  const untagged = line.replace(CELL_END, '|').replace(LINE_END, '\n').replace(TAG, '');
  return decodeEntities(untagged)
    .split('\n')
    .map((part) => stripMarkdown(part.replace(INVISIBLE, '').replace(/[\p{Zs}\t]/gu, ' ')));
}

function decodeEntities(text: string): string {
  return text.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,6});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES.get(name.toLowerCase()) ?? whole;
    const isHex = name[1]?.toLowerCase() === 'x';
    const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return Number.isNaN(code) || code > MAX_CODE_POINT ? whole : String.fromCodePoint(code);
  });
}

/**
 * Removes quote marks, bullets, emphasis, code marks, the outer bars of a table, and backslashes before
 * punctuation. A bullet or emphasis without text stays: somebody wrote it instead of a value.
 */
function stripMarkdown(text: string): string {
  const emphasis = /[^\s*_]/.test(text) ? /\*\*|__|`/g : /`/g;
  const unmarked = text.replace(/\\(?=[_*`#|:.-])/g, '').replace(emphasis, '');
  const indent = /^ */.exec(unmarked)?.[0] ?? '';
  const body = unmarked
    .slice(indent.length)
    .replace(/^(?:> ?(?!>))+/, '')
    .replace(/^(?:[-*+\u2022\u00b7\u25cf\u2013] +(?=\S)|\d{1,3}[.)] +)/, '')
    .replace(/^\| */, '');
  return `${indent}${withoutEnd(body, ' |')}`;
}

/** A pattern that ends in `+$` takes quadratic time on text that it does not match, so this uses a loop. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

const cleaned = new WeakMap<readonly string[], string[][]>();

/** Every line as `cleanLine` returns it, computed once because each reader of a text needs them. */
export function cleanLines(lines: readonly string[]): readonly string[][] {
  const known = cleaned.get(lines) ?? lines.map(cleanLine);
  cleaned.set(lines, known);
  return known;
}
