import { FRAME_WORDS } from '@/lib/client/host-question';

/** Kept in this tab alone, since another one may be about something else. Each path has its words. */
const KEY = 'gf-last-lists';

const listeners = new Set<() => void>();

export function onLastLists(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Empty where the browser keeps nothing for pages, as a private window may. */
export function lastLists(): string {
  try {
    return window.sessionStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

/** The lists with the one of an address. Its fabrics and its time are left out: they are those of the page that leads to it. */
export function withList(lists: string, address: string): string {
  const [path = '', query = ''] = address.split('?');
  const words = new URLSearchParams(query);
  for (const word of FRAME_WORDS) words.delete(word);
  const next = new URLSearchParams(lists);
  next.set(path, words.toString());
  return next.toString();
}

/** What is kept are words alone, and the path is one of ours: no text of the store leads out of the console. */
export function lastListOf(lists: string, path: string): string {
  const words = new URLSearchParams(lists).get(path);
  return words ? `${path}?${new URLSearchParams(words)}` : path;
}

export function rememberList(address: string): void {
  try {
    window.sessionStorage.setItem(KEY, withList(lastLists(), address));
  } catch {
    // Sections lead to their bare pages where there is no store.
  }
  for (const listener of listeners) listener();
}
