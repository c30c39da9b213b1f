import { type ParseArgsConfig, parseArgs } from 'node:util';
import { reasonOf, UsageError } from '@/apps/cli/usage';
import type { Ctx } from '@/lib/server/context';
import type { Env } from '@/lib/server/process/env';
import type { AnyVerb } from '@/lib/server/verbs/verb';

/** Something said on the way, on standard error. */
export type Log = (line: string) => void;

export type Options = NonNullable<ParseArgsConfig['options']>;
export type Values = Readonly<Record<string, string | boolean | string[] | undefined>>;

/** What a command is given that needs no database. */
export type Told = { words: string[]; values: Values; env: () => Env; log: Log };

export type Call = Omit<Told, 'env'> & {
  ctx: Ctx;
  env: Env;
  readPassword: () => Promise<string>;
  /** What `--body -` reads. */
  stdin: NodeJS.ReadableStream;
  /** Where a file goes that is asked for on standard output. */
  stdout: NodeJS.WritableStream;
};

/** What a command has to say: its lines, and what `--json` prints instead, which is what the API answers. */
export type Said = {
  lines: readonly string[];
  answer?: unknown;
  /** Refused after the lines. */
  refusal?: string | undefined;
};

// biome-ignore lint/suspicious/noExplicitAny: what is called with a context and an input, and may say more of itself
export type Called = ((call: any) => Promise<unknown>) & Partial<Pick<AnyVerb, 'verb'>>;

export type Command = {
  /** After `gf`. Its name, words and options are read from it. */
  usage: string;
  does: string;
  /** A whole command line, after `gf`. */
  example: string;
  /** What it calls. */
  verb?: Called;
  /** It says less than the verb takes, so that another command says all of it. */
  isPartly?: true;
} & ({ run: (call: Call) => Promise<Said> } | { runAlone: (told: Told) => Promise<Said> });

const OPTION = /(?<=[\s[(])(?:-(\w)|--([a-z-]+))(?: ([^\s[\]()<|][^\s\])]*))?\]?(\.\.\.)?/g;
/** Options that a usage names by their letter. */
const BY_LETTER: Readonly<Record<string, string>> = { o: 'out' };

type Option = { name: string; letter?: string | undefined; value: string; isRepeated: boolean };

/** Each option with what its usage writes for the value; nothing where it takes none. */
export const optionsIn = (usage: string): Option[] =>
  [...usage.matchAll(OPTION)].map(([, letter, long, value = '', dots]) => ({
    name: long ?? BY_LETTER[letter ?? ''] ?? '',
    letter,
    value: value.replace(/\.\.\.$/, ''),
    isRepeated: dots !== undefined || value.endsWith('...'),
  }));

const optionsOf = (usage: string): Options => ({
  ...Object.fromEntries(
    optionsIn(usage).map(({ name, letter, value, isRepeated }) => [
      name,
      value === ''
        ? { type: 'boolean' }
        : { type: 'string', ...(isRepeated && { multiple: true }), ...(letter && { short: letter }) },
    ]),
  ),
  json: { type: 'boolean' },
});

const LONGEST_USAGE = 100;

/** What stands in a usage before its options. */
const headOf = (usage: string) => (usage.split(/ [[(<-]/)[0] ?? '').split(' ');
const isPlaceholder = (word: string) => /^[A-Z]/.test(word);

export const nameOf = ({ usage }: Pick<Command, 'usage'>): string =>
  headOf(usage)
    .filter((word) => !isPlaceholder(word))
    .join(' ');

/** Many options are one word here: `--help` has a line for each. */
function usageLine(usage: string): string {
  const isLong = usage.length > LONGEST_USAGE;
  const short = isLong ? `${usage.replace(/ ?\[[^\]]*\](\.\.\.)?/g, '')} [OPTION]...` : usage;
  return `Usage: gf ${short}`;
}

/** How it is used, and where more is said. */
export const usageLines = (usage: string): string =>
  `${usageLine(usage)}\ngf ${nameOf({ usage })} --help says more`;

type Token = { kind: string; name?: string };

/** Which of two values is meant, nobody can know. */
function refuseTwice(tokens: readonly Token[], options: Options): void {
  const named = tokens.flatMap(({ kind, name }) => (kind === 'option' && name !== undefined ? [name] : []));
  const twice = named.find((name, index) => !options[name]?.multiple && named.indexOf(name) < index);
  if (twice !== undefined) throw new Error(`--${twice} may be given once`);
}

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
  command: Pick<Command, 'usage'>,
  args: readonly string[],
): { words: string[]; values: Values } {
  const { usage } = command;
  const options = optionsOf(usage);
  try {
    const { positionals, values, tokens } = parseArgs({
      args: markWords(args, options),
      options,
      allowPositionals: true,
      tokens: true,
    });
    if (positionals.length !== headOf(usage).filter(isPlaceholder).length)
      throw new UsageError(usageLine(usage));
    refuseTwice(tokens, options);
    return { words: positionals.map(unmarked), values: values as Values };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // Node goes on with advice for the author of a program.
    const [said = ''] = reasonOf(error).split(/\.\s/);
    const dashed = /^Option '(?:-\w, )?(--[\w-]+).*argument is ambiguous/.exec(said)?.[1];
    const reason = dashed ? `${dashed} needs a value; one that begins with a dash is ${dashed}=VALUE` : said;
    throw new UsageError(`${reason}\n${usageLines(usage)}`);
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

export function wholeNumber(values: Values, option: string): number | undefined {
  const value = text(values, option);
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value)) throw new UsageError(`--${option} takes a whole number, not "${value}"`);
  return Number(value);
}
