import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { type Command, type OfflineCommand, readArguments } from '@/apps/cli/command';
import { dataCommands } from '@/apps/cli/data-commands';
import { exceptionCommands } from '@/apps/cli/exception-commands';
import { fleetCommands } from '@/apps/cli/fleet-commands';
import { frameworkCommands } from '@/apps/cli/framework-commands';
import { offlineCommands } from '@/apps/cli/offline-commands';
import { inLines } from '@/apps/cli/output';
import { readPassword } from '@/apps/cli/password';
import { peopleCommands } from '@/apps/cli/people-commands';
import { planCommands } from '@/apps/cli/plan-commands';
import { reportCommands } from '@/apps/cli/report-commands';
import { scheduleCommands } from '@/apps/cli/schedule-commands';
import { settingCommands } from '@/apps/cli/setting-commands';
import { systemCommands } from '@/apps/cli/system-commands';
import { UsageError } from '@/apps/cli/usage';
import { vendorFactCommands } from '@/apps/cli/vendor-fact-commands';
import { viewCommands } from '@/apps/cli/view-commands';
import type { Ctx } from '@/lib/server/context';
import { openPools } from '@/lib/server/db/pools';
import { type Database, openDatabase } from '@/lib/server/db/start';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import { loadEnv } from '@/lib/server/process/env';

const commands: Record<string, Command> = {
  ...exceptionCommands,
  ...fleetCommands,
  ...peopleCommands,
  ...planCommands,
  ...reportCommands,
  ...frameworkCommands,
  ...scheduleCommands,
  ...settingCommands,
  ...systemCommands,
  ...vendorFactCommands,
  ...viewCommands,
};

export type Surroundings = {
  /** The database of a running server, or one started for this command and stopped after it. */
  open: () => Promise<Pick<Database, 'runtimeUrl' | 'stop'>>;
  readPassword: () => Promise<string>;
  /** The process's own where it is not given. */
  environment?: Readonly<Record<string, string | undefined>>;
  out: (line: string) => void;
  err: (line: string) => void;
};

function help(): string {
  const all = [...Object.values(commands), ...Object.values(dataCommands), ...Object.values(offlineCommands)];
  const lines = all.flatMap(({ usage, does }) => ['', ...inLines(`gf ${usage}`, 2, 8), ...inLines(does, 6)]);
  return ['Administration from a shell, with the server running or not.', ...lines].join('\n');
}

async function runOnDatabase(command: Command, args: string[], surroundings: Surroundings) {
  const { open, readPassword, environment, err: log } = surroundings;
  const env = loadEnv(environment);
  const { words, values } = readArguments(command, args);
  const database = await open();
  const pools = openPools({ url: database.runtimeUrl });
  const ctx: Ctx = {
    actor: { kind: 'system', id: 'cli' },
    db: pools.console,
    now: new Date(),
    requestId: randomUUID(),
  };
  try {
    return await command.run({ ctx, env, words, values, readPassword, log });
  } finally {
    await pools.close();
    await database.stop();
  }
}

/** `backup DIR` and `restore DIR`: one word and the folder. */
async function runOnFolder(name: string, args: string[], { environment, err }: Surroundings) {
  const command = Object.hasOwn(dataCommands, name) ? dataCommands[name] : undefined;
  if (!command) return undefined;
  const wantsHelp = args.includes('--help') || args.includes('-h');
  if (wantsHelp) return [`gf ${command.usage}`, command.does];
  const [folder, ...others] = args;
  if (!folder || folder.startsWith('-') || others.length > 0)
    throw new UsageError(`Usage: gf ${command.usage}`);
  return command.run({ env: loadEnv(environment), folder: path.resolve(folder), log: err });
}

async function runOffline(command: OfflineCommand, args: string[], { out }: Surroundings) {
  const { lines, refusal } = await command.run(readArguments(command, args));
  if (refusal === undefined) return lines;
  // What was found comes before what follows from it.
  for (const line of lines) out(line);
  throw new ServiceError('conflict', refusal);
}

async function dispatch(argv: string[], surroundings: Surroundings): Promise<readonly string[]> {
  const [word = '', ...rest] = argv;
  const lines = await runOnFolder(word, rest, surroundings);
  if (lines) return lines;
  const wantsHelp = argv.includes('--help') || argv.includes('-h') || argv[0] === 'help';
  const [noun = '', verb = '', ...args] = argv;
  const name = `${noun} ${verb}`;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const offline = Object.hasOwn(offlineCommands, name) ? offlineCommands[name] : undefined;
  if (wantsHelp) {
    const meant = offline ?? command;
    return meant ? [`gf ${meant.usage}`, meant.does] : [help()];
  }
  if (offline) return runOffline(offline, args, surroundings);
  if (!command) {
    const what = argv.length === 0 ? 'Give a command' : `There is no command "${name.trim()}"`;
    throw new UsageError(`${what}; these are:\n${help()}`);
  }
  return runOnDatabase(command, args, surroundings);
}

/** Exit code 0; 1 refused, with the reason on standard error; 2 the command line is wrong, or a file cannot be read. */
export async function run(argv: string[], surroundings: Surroundings): Promise<0 | 1 | 2> {
  try {
    for (const line of await dispatch(argv, surroundings)) surroundings.out(line);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError) && !isServiceError(error)) throw error;
    surroundings.err(`gf: ${error.message}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

export async function main(argv: string[]): Promise<void> {
  const err = (line: string) => void process.stderr.write(`${line}\n`);
  process.exitCode = await run(argv, {
    open: () => openDatabase(loadEnv(), err),
    readPassword: () => readPassword(process.stdin),
    out: (line) => void process.stdout.write(`${line}\n`),
    err,
  });
}
