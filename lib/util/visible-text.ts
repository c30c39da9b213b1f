/** Controls, formatting (which turns text round or is not there at all), and separators of lines. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

const DELETE = 0x7f;
/** Unicode draws a small sign for each of the first controls, and for DEL. */
const SIGNS_FROM = 0x2400;
const SIGN_OF_DELETE = '\u2421';

function markOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(SIGNS_FROM + code);
  if (code === DELETE) return SIGN_OF_DELETE;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/**
 * Text from elsewhere as a person must see it: what would be invisible, or would reorder its neighbours, is
 * shown as a mark. For the screen and CSV alone: a filter, an address and other files take the text itself.
 */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, markOf);
}

const asJsonEscape = (character: string) =>
  [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');

/** JSON that means the same, with its unseen characters written out; the line ends between its parts stay. */
export function visibleJson(json: string): string {
  return json.replace(UNSEEN, (character) => (character === '\n' ? character : asJsonEscape(character)));
}
