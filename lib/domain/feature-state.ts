export type FeatureState = 'installed' | 'pending' | 'missing';

const INSTALL_PENDING = /^(install|enable)\s?pending$/i;

/**
 * How Get-WindowsFeature, DISM and Win32_OptionalFeature say whether a feature is there, from the least to the most. One that
 * is to be uninstalled counts as missing: it is gone after the restart that it waits for.
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

/** A page asks for this alone, and is sent none of the list. */
export const isInstallPending = (word: string): boolean => INSTALL_PENDING.test(word);
