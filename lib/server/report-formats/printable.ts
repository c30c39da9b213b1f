/**
 * Characters that are invisible, combine with their neighbour, or change the direction of text, and spaces
 * that our texts never use.
 */
const UNSEEN = /(?![ \u00a0\u202f])[\p{C}\p{M}\p{Z}]/u;
/** The space before French colons, which the monospaced typeface lacks, and one that it has. */
const NARROW_SPACE = '\u202f';
const FIXED_SPACE = '\u00a0';
const ONLY_SPACE = /^\s*$/u;
const PLAIN = /^(?=.*[^ ])[\x20-\x7e]+$/;

const markOf = (character: string) =>
  `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`;

/**
 * Text from elsewhere as paper can show it: each character that the typeface lacks, that is invisible or that
 * would reorder its neighbours is written as `‹U+202E›`. So no glyph is missing, and all text runs from left
 * to right. Letters with accents are composed; remaining combining marks are written out.
 */
export function printable(text: string, has: (codePoint: number) => boolean): string {
  if (PLAIN.test(text)) return text;
  const shown = Array.from(text.normalize('NFC'), (character) => {
    if (!UNSEEN.test(character) && has(character.codePointAt(0) ?? 0)) return character;
    return character === NARROW_SPACE ? FIXED_SPACE : markOf(character);
  }).join('');
  return ONLY_SPACE.test(shown) ? `‹${shown}›` : shown;
}
