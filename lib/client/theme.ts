export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = 'gf-theme';

/** A cookie is anybody's text; null leaves the choice to the system. */
export function knownTheme(text: string | null | undefined): Theme | null {
  return THEMES.find((theme) => theme === text) ?? null;
}
