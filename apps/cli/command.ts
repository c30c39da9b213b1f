import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '@/apps/cli/usage';
import type { Ctx } from '@/lib/server/context';
import type { Env } from '@/lib/server/process/env';

/** Something said on the way, on standard error. */
export type Log = (line: string) => void;

type Options = NonNullable<ParseArgsConfig['options']>;
export type Values = Readonly<Record<string, string | boolean | string[] | undefined>>;

type Call = {
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

/** Reads what follows a command; anything it does not know is a usage error, never ignored. */
export function readArguments(
  command: Pick<Command, 'usage' | 'words' | 'options'>,
  args: string[],
): { words: string[]; values: Values } {
  try {
    const { positionals, values } = parseArgs({
      args,
      options: command.options ?? {},
      allowPositionals: true,
    });
    if (positionals.length !== command.words) throw new UsageError(`Usage: gf ${command.usage}`);
    return { words: positionals, values: values as Values };
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
