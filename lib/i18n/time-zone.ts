/** Set by the browser, which alone knows where its reader is; times are UTC until then. */
export const TIME_ZONE_COOKIE = 'gf-timezone';
export const DEFAULT_TIME_ZONE = 'UTC';

/** A cookie is anybody's text: only a zone that Intl knows is used. */
export function knownTimeZone(text: string | undefined): string {
  if (text === undefined || text === '') return DEFAULT_TIME_ZONE;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return DEFAULT_TIME_ZONE;
  }
}
