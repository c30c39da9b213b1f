import type { OneSetting, Settings } from '@/lib/contracts/settings';
import { ofEachSetting, SETTING_NAMES, type SettingName } from '@/lib/domain/settings';

export type Typed = Record<SettingName, string>;
export type ChangedValues = Partial<Record<SettingName, number>>;

/** Undefined where it is no number that the setting may be. */
export function numberOf(
  text: string,
  { least, most }: Pick<OneSetting, 'least' | 'most'>,
): number | undefined {
  const typed = text.trim();
  const value = /^\d{1,9}$/.test(typed) ? Number(typed) : undefined;
  return value !== undefined && value >= least && value <= most ? value : undefined;
}

export const typedOf = (settings: Settings): Typed => ofEachSetting((name) => String(settings[name].value));

/** What differs from what is set, and is not held by a variable. */
export function changedValues(settings: Settings, typed: Typed): ChangedValues {
  const changed = SETTING_NAMES.flatMap((name) => {
    const { value: present, origin } = settings[name];
    const value = numberOf(typed[name], settings[name]);
    return value === undefined || value === present || origin === 'environment'
      ? []
      : [[name, value] as const];
  });
  return Object.fromEntries(changed);
}

/** What it drops does not come back. */
export const isShorter = (settings: Settings, { retentionDays }: ChangedValues): boolean =>
  retentionDays !== undefined && retentionDays < settings.retentionDays.value;
