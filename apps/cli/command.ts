import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '@/apps/cli/usage';
import type { Ctx } from '@/lib/server/context';
import type { Env } from '@/lib/server/process/env';

/** Something said on the way, on standard error. */
export type Log = (line: string) => void;

type Options = NonNullable<ParseArgsConfig['options']>;
export type Values = Readonly<Record<string, string | boolean | string[] | undefined>>;

export type Call = {
  ctx: Ctx;
  env: Env;
  words: string[];
  values: Values;
  readPassword: () => Promise<string>;
  log: Log;
};

export type Command = {
  /** After `gf`. */
  usage: string;
  does: string;
  /** How many words follow the command itself. */
  words: number;
  options?: Options;
  /** Lines for standard output. */
  run: (call: Call) => Promise<readonly string[]>;
};

/** Needs no database, and asks no server anything. */
export type OfflineCommand = Omit<Command, 'run'> & {
  /** Lines for standard output. What is refused after them is thrown by `refusal`. */
  run: (call: { words: string[]; values: Values }) => Promise<{ lines: readonly string[]; refusal?: string }>;
};

/** No argument of a process holds it. */
const MARK = '\0';

/**
 * Keys have ids that may begin with a dash, which parseArgs takes for an option. They are marked for it, unless the
 * command has an option of that letter. After an option a value with a dash is still refused, with how to write it.
 */
function markWords(args: readonly string[], options: Options): string[] {
  const letters = Object.values(options).map(({ short }) => short);
  const isWord = (arg: string) => /^-[^-]/.test(arg) && !letters.includes(arg.charAt(1));
  const isAfterOption = (index: number) => /^-[^=]+$/.test(args[index - 1] ?? '');
  return args.map((arg, index) => (isWord(arg) && !isAfterOption(index) ? MARK + arg : arg));
}

const unmarked = (word: string) => word.replace(MARK, '');

/** Reads what follows a command; anything it does not know is a usage error, never ignored. */
export function readArguments(
  command: Pick<Command, 'usage' | 'words' | 'options'>,
  args: string[],
): { words: string[]; values: Values } {
  const options = command.options ?? {};
  try {
    const { positionals, values } = parseArgs({
      args: markWords(args, options),
      options,
      allowPositionals: true,
    });
    if (positionals.length !== command.words) throw new UsageError(`Usage: gf ${command.usage}`);
    return { words: positionals.map(unmarked), values: values as Values };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // Node goes on with advice for the author of a program.
    const [said = ''] = (error instanceof Error ? error.message : String(error)).split(/\.\s/);
    const dashed = /^Option '(?:-\w, )?(--[\w-]+).*argument is ambiguous/.exec(said)?.[1];
    const reason = dashed ? `${dashed} needs a value; one that begins with a dash is ${dashed}=VALUE` : said;
    throw new UsageError(`${reason}\nUsage: gf ${command.usage}`);
  }
}

export function text(values: Values, option: string): string | undefined {
  const value = values[option];
  return typeof value === 'string' ? value : undefined;
}

export function required(values: Values, option: string): string {
  const value = text(values, option);
  if (value === undefined || value === '') throw new UsageError(`--${option} is missing`);
  return value;
}

export function list(values: Values, option: string): string[] | undefined {
  const value = values[option];
  return Array.isArray(value) && value.length > 0 ? value : undefined;
}
