import { knownTheme, THEME_COOKIE, type Theme } from '@/lib/client/theme';
import type { Locale } from '@/lib/i18n/locales';
import { TIME_ZONE_COOKIE } from '@/lib/i18n/time-zone';

const LANGUAGE_COOKIE = 'gf-language';
const YEAR_SECONDS = 365 * 86_400;

/** Kept in the browser as well, so that the sign-in page already looks as its reader wants. */
export function remember(name: string, value: string) {
  const secure = window.location.protocol === 'https:' ? '; Secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain http.
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
}

export const rememberTheme = (theme: Theme) => remember(THEME_COOKIE, theme);
export const rememberLanguage = (language: Locale) => remember(LANGUAGE_COOKIE, language);
export const rememberTimeZone = (timeZone: string) => remember(TIME_ZONE_COOKIE, timeZone);

/** The theme on screen: chosen, or the system's. */
export function shownTheme(): Theme {
  const chosen = knownTheme(document.documentElement.dataset.theme);
  return chosen ?? (window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
}

export function showTheme(theme: Theme) {
  document.documentElement.dataset.theme = theme;
}
