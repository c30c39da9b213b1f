import { parseArgs } from 'node:util';

export type DemoOptions = { hosts?: number; days?: number; seed?: number; hostile?: true };

export const HELP = `npm run demo -- [--hosts N] [--days D] [--seed S] [--hostile]

A seeded fleet with a past, in ./data-demo (or GF_DATA_DIR), that goes on reporting while this runs.

  --hosts N   how many hosts (240; 1 to 20000). With 240 the numbers are those of the design's mock
  --days D    how many days of history (90; 1 to 400)
  --seed S    another seed makes another past (1); the same seed always the same fleet
  --hostile   one host has hostile text in every field, to see that the console shows it as text
  --help      this text

They count when the fleet is made; to make another one, remove the data folder first.`;

const LIMITS = {
  hosts: { least: 1, most: 20_000 },
  days: { least: 1, most: 400 },
  seed: { least: 0, most: 2 ** 31 - 1 },
} as const;

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Null: help was asked for. */
export function readOptions(args: readonly string[]): DemoOptions | null {
  const values = parse(withNegatives(args));
  if (values.help === true) return null;
  const options: DemoOptions = {};
  for (const name of ['hosts', 'days', 'seed'] as const) {
    const text = values[name];
    if (typeof text === 'string') options[name] = wholeNumber(name, text);
  }
  if (values.hostile === true) options.hostile = true;
  return options;
}

function parse(args: string[]) {
  try {
    const string = { type: 'string' } as const;
    const boolean = { type: 'boolean' } as const;
    const options = { hosts: string, days: string, seed: string, hostile: boolean, help: boolean } as const;
    return parseArgs({ args, options }).values;
  } catch (error) {
    // Node goes on with advice for the author of a program.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageError(`${sentence}. The options are --hosts, --days, --seed, --hostile and --help`);
  }
}

/** `--hosts -5` is a number that is refused, and no option without its number. */
const withNegatives = (args: readonly string[]): string[] =>
  args.flatMap((word, index) => {
    const takesNext = /^--[a-z]+$/.test(word) && /^-\d/.test(args[index + 1] ?? '');
    const isTaken = /^-\d/.test(word) && /^--[a-z]+$/.test(args[index - 1] ?? '');
    if (isTaken) return [];
    return takesNext ? [`${word}=${args[index + 1]}`] : [word];
  });

function wholeNumber(name: keyof typeof LIMITS, text: string): number {
  const { least, most } = LIMITS[name];
  const value = Number(text);
  if (/^\d{1,10}$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not "${text}"`);
}
