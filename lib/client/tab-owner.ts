const KEY = 'gf-tab-owner';

/**
 * What a tab keeps, such as the last filters, is there again for the person who left it, however their session ended. Nobody
 * else who is shown the console in this tab gets it.
 */
export function keepTabFor(person: string): void {
  try {
    if (window.sessionStorage.getItem(KEY) === person) return;
    window.sessionStorage.clear();
    window.sessionStorage.setItem(KEY, person);
  } catch {
    // Nothing is kept.
  }
}
