import { LEAST_RETENTION_DAYS } from './retention';

/** What an administrator sets for the whole installation: its limits, what it is as it comes, and the variable that fixes it. */
export const SETTINGS = {
  /** How often hosts are told to send. */
  reportIntervalSeconds: { least: 60, most: 86_400, usual: 900, variable: 'GF_REPORT_INTERVAL_SECONDS' },
  /** How many days of history are kept. */
  retentionDays: { least: LEAST_RETENTION_DAYS, most: 36_500, usual: 800, variable: 'GF_RETENTION_DAYS' },
} as const;

export type SettingName = keyof typeof SETTINGS;
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

export type SettingValues = Record<SettingName, number>;

/** Where a value comes from: a variable of the server, an administrator, or neither. */
export const SETTING_ORIGINS = ['environment', 'stored', 'default'] as const;
export type SettingOrigin = (typeof SETTING_ORIGINS)[number];

export type StoredSettings = Record<SettingName, number | null>;

type Present = { value: number; origin: SettingOrigin };

/** A variable wins: whoever runs the server must be able to rely on it. */
export function presentSetting(
  name: SettingName,
  given: Partial<SettingValues>,
  stored: StoredSettings,
): Present {
  const { [name]: fixed } = given;
  if (fixed !== undefined) return { value: fixed, origin: 'environment' };
  const { [name]: set } = stored;
  return set === null ? { value: SETTINGS[name].usual, origin: 'default' } : { value: set, origin: 'stored' };
}
