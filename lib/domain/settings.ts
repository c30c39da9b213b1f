import { LEAST_RETENTION_DAYS, WINDOW_DAYS } from './retention';

export type SettingFacts = {
  least: number;
  most: number;
  /** The default. */
  usual: number;
  unit: 'seconds' | 'days';
  /** The variable that fixes it. */
  variable: string;
  /** The name of gf's option. */
  option: string;
  /** Why a variable may not be lower, if that is not obvious. */
  leastBecause?: string;
};

/**
 * What an administrator can set for the whole installation. The server's variables, the API, the page of
 * settings and gf use this table; the column of `Installation` has the same name.
 */
export const SETTINGS = {
  /** How often hosts are told to send. */
  reportIntervalSeconds: {
    least: 60,
    most: 86_400,
    usual: 900,
    unit: 'seconds',
    variable: 'GF_REPORT_INTERVAL_SECONDS',
    option: 'interval',
  },
  /** How many days of history are kept. */
  retentionDays: {
    least: LEAST_RETENTION_DAYS,
    most: 36_500,
    usual: 800,
    unit: 'days',
    variable: 'GF_RETENTION_DAYS',
    option: 'retention',
    leastBecause: `what agents kept for ${WINDOW_DAYS} days must still be taken, so set ${LEAST_RETENTION_DAYS} or more`,
  },
} as const satisfies Record<string, SettingFacts>;

export type SettingName = keyof typeof SETTINGS;
export type SettingVariable = (typeof SETTINGS)[SettingName]['variable'];
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** An object with a value for each setting. */
export const ofEachSetting = <T>(make: (name: SettingName) => T): Record<SettingName, T> =>
  Object.fromEntries(SETTING_NAMES.map((name) => [name, make(name)])) as Record<SettingName, T>;

export type SettingValues = Record<SettingName, number>;

/** The origin of a value: a variable of the server, an administrator, or neither. */
export const SETTING_ORIGINS = ['environment', 'stored', 'default'] as const;
export type SettingOrigin = (typeof SETTING_ORIGINS)[number];

export type StoredSettings = Record<SettingName, number | null>;

type Present = { value: number; origin: SettingOrigin };

/** A variable wins, because the operator of the server must be able to rely on it. */
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
