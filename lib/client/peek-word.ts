import { isUuid } from '@/lib/contracts/words/text';

/** The word of the list's address that names the host which is shown beside it. The API has no such word. */
export const PEEK_WORD = 'peek';

/** Null: none is shown, or what is named can be no host. */
export function readPeek(text: string | null): string | null {
  return text !== null && isUuid(text) ? text.toLowerCase() : null;
}

/** An address of the list, with the host beside it that the page shows now. */
export function keepingPeek(address: string, shown: string | null): string {
  const [path = '', query = ''] = address.split('?');
  return withPeek(path, query, readPeek(shown));
}

/** The same address with another host beside the list, or without one. */
export function withPeek(path: string, query: string, id: string | null): string {
  const words = new URLSearchParams(query);
  words.delete(PEEK_WORD);
  if (id !== null) words.set(PEEK_WORD, id);
  return words.size === 0 ? path : `${path}?${words}`;
}
