/** What somebody asked for and has no answer to yet: another page, or that something be done. */
export type Awaited = 'page' | 'action';

const waiting: Record<Awaited, number> = { page: 0, action: 0 };
const listeners = new Set<() => void>();

/** One more that is waited for, or one less. The page says so by its styles: React may be waiting itself. */
export function countAwaited(what: Awaited, change: 1 | -1): void {
  waiting[what] += change;
  document.documentElement.toggleAttribute('data-awaited', waiting.page + waiting.action > 0);
  for (const listener of listeners) listener();
}

/** Something was asked for; what is returned is called once, when it has come or is no longer waited for. */
export function noteAsked(what: Awaited): () => void {
  countAwaited(what, 1);
  return () => countAwaited(what, -1);
}

/** Called whenever more or less is waited for; what is returned ends that. */
export function onAwaited(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const isAwaited = (what: Awaited): boolean => waiting[what] > 0;

/**
 * Notes each page that the router asks for, until its answer begins. The router says only of a
 * link that it is waited for, and only to what stands in that link, which may be gone by then; it says nothing of keys.
 */
export function noteEachPage(): () => void {
  const { fetch } = window;
  window.fetch = (input, init) => {
    const answer = fetch(input, init);
    return String(input).includes('_rsc=') ? answer.finally(noteAsked('page')) : answer;
  };
  return () => {
    window.fetch = fetch;
  };
}
