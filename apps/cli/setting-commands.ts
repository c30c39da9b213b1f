import { type Command, text, type Values } from '@/apps/cli/command';
import { table } from '@/apps/cli/output';
import { commandByRoute } from '@/apps/cli/registry-commands';
import { UsageError } from '@/apps/cli/usage';
import { commandOf } from '@/apps/cli/verb-command';
import type { Settings } from '@/lib/contracts/settings';
import { ofEachSetting, SETTING_NAMES, SETTINGS, type SettingName } from '@/lib/domain/settings';
import { changeSettings, describeInstallation, getSettings } from '@/lib/server/services/setting';

const FACTS = Object.values(SETTINGS);

/** A whole number, or `usual` for what it is where nobody sets it; the verb knows the limits. */
function askedFor(values: Values, name: SettingName): number | null | undefined {
  const { option, unit } = SETTINGS[name];
  const given = text(values, option);
  if (given === undefined) return undefined;
  if (given === 'usual') return null;
  if (!/^\d{1,9}$/.test(given))
    throw new UsageError(`--${option} takes a whole number of ${unit} or "usual", not "${given}"`);
  return Number(given);
}

const print = (settings: Settings) =>
  table(
    ['setting', 'value', 'unit', 'origin', 'least', 'most', 'variable'],
    SETTING_NAMES.map((name) => {
      const { value, origin, least, most, variable } = settings[name];
      const { option, unit } = SETTINGS[name];
      return [option, value, unit, origin, least, most, variable];
    }),
  );

/** What it says of a process is said of this command, whether a server runs or not. */
const about = {
  does: 'says which version is here and on what; the start and the certificate of a running server only the console and the API know',
};

export const settingCommands: readonly Command[] = [
  commandOf(getSettings, {
    usage: 'setting list',
    does: 'lists what holds for the whole installation, and where each value comes from',
    example: 'setting list',
    lines: print,
  }),
  commandOf(changeSettings, {
    usage: `setting change ${FACTS.map(({ option, unit }) => `[--${option} ${unit.toUpperCase()}|usual]`).join(' ')}`,
    does: 'sets what holds for the whole installation; a running server knows it within 15 s, and hosts with their next snapshot',
    example: 'setting change --interval 300 --retention usual',
    input: async ({ ctx, env, values }) => {
      const asked = ofEachSetting((name) => askedFor(values, name));
      if (Object.values(asked).every((value) => value === undefined))
        throw new UsageError(`Give one or more of ${FACTS.map(({ option }) => `--${option}`).join(', ')}`);
      const { version } = await getSettings({ ctx, env });
      return { version, ...asked };
    },
    lines: print,
  }),
  ...commandByRoute(describeInstallation, about),
];
