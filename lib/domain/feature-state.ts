export type FeatureState = 'installed' | 'pending' | 'missing';

const INSTALL_PENDING = /^(install|enable)\s?pending$/i;

/**
 * The words of Get-WindowsFeature, DISM and Win32_OptionalFeature for the state of a feature, from missing to
 * installed. A feature that is about to be uninstalled counts as missing: it is gone after the pending
 * restart.
 */
export const FEATURE_STATES = [
  ['Available', 'missing', /^(available|removed|disabled\w*|notpresent|uninstalled|false)$/i],
  ['UninstallPending', 'missing', /^(uninstall|disable)\s?pending$/i],
  ['InstallPending', 'pending', INSTALL_PENDING],
  ['Installed', 'installed', /^(installed|enabled|true)$/i],
] as const satisfies readonly (readonly [string, FeatureState, RegExp])[];

/** Null for a word that this version does not know. */
export const featureStateOf = (word: string): FeatureState | null =>
  FEATURE_STATES.find(([, , pattern]) => pattern.test(word))?.[1] ?? null;

/** A separate function, so that a page need not load the whole list. */
export const isInstallPending = (word: string): boolean => INSTALL_PENDING.test(word);
