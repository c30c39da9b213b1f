import { type Command, text, type Values } from '@/apps/cli/command';
import { table } from '@/apps/cli/output';
import { UsageError } from '@/apps/cli/usage';
import type { Settings } from '@/lib/contracts/settings';
import { SETTING_NAMES, type SettingName } from '@/lib/domain/settings';
import { changeSettings, getSettings } from '@/lib/server/services/setting';

const OPTIONS = { reportIntervalSeconds: 'interval', retentionDays: 'retention' } as const;
const UNITS = { reportIntervalSeconds: 'seconds', retentionDays: 'days' } as const;

/** A whole number, or `usual` for what it is where nobody sets it; the verb knows the limits. */
function askedFor(values: Values, name: SettingName): number | null | undefined {
  const given = text(values, OPTIONS[name]);
  if (given === undefined) return undefined;
  if (given === 'usual') return null;
  if (!/^\d{1,9}$/.test(given))
    throw new UsageError(
      `--${OPTIONS[name]} takes a whole number of ${UNITS[name]} or "usual", not "${given}"`,
    );
  return Number(given);
}

const print = (settings: Settings) =>
  table(
    ['setting', 'value', 'unit', 'origin', 'least', 'most', 'variable'],
    SETTING_NAMES.map((name) => {
      const { value, origin, least, most, variable } = settings[name];
      return [OPTIONS[name], value, UNITS[name], origin, least, most, variable];
    }),
  );

export const settingCommands: Record<string, Command> = {
  'setting list': {
    usage: 'setting list',
    does: 'lists the interval and the retention, and where each value comes from',
    words: 0,
    run: async ({ ctx, env }) => print(await getSettings({ ctx, env })),
  },
  'setting change': {
    usage: 'setting change [--interval SECONDS|usual] [--retention DAYS|usual]',
    does: 'sets how often hosts send and how long history is kept; a running server knows it within 15 s, and hosts with their next snapshot',
    words: 0,
    options: { interval: { type: 'string' }, retention: { type: 'string' } },
    run: async ({ ctx, env, values }) => {
      const [reportIntervalSeconds, retentionDays] = SETTING_NAMES.map((name) => askedFor(values, name));
      if (reportIntervalSeconds === undefined && retentionDays === undefined)
        throw new UsageError('Give --interval, --retention or both');
      const { version } = await getSettings({ ctx, env });
      const input = { version, reportIntervalSeconds, retentionDays };
      return print(await changeSettings({ ctx, input, env }));
    },
  },
};
