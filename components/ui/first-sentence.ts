/** The first sentence of a text, without its full stop: enough to know it by. */
export function firstSentence(text: string): string {
  const end = text.search(/[.!?:](\s|$)/);
  return (end === -1 ? text : text.slice(0, end)).trim();
}
