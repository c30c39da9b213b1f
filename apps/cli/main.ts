import { randomUUID } from 'node:crypto';
import { type Command, nameOf, readArguments, type Said } from '@/apps/cli/command';
import { dataCommands } from '@/apps/cli/data-commands';
import { downloadCommands } from '@/apps/cli/download-commands';
import { exceptionCommands } from '@/apps/cli/exception-commands';
import { fleetCommands } from '@/apps/cli/fleet-commands';
import { frameworkCommands } from '@/apps/cli/framework-commands';
import { helpOf, helpOfNoun, nounOf, overview, unknownCommand } from '@/apps/cli/help';
import { offlineCommands } from '@/apps/cli/offline-commands';
import { asFile, printable } from '@/apps/cli/output';
import { readPassword } from '@/apps/cli/password';
import { peopleCommands } from '@/apps/cli/people-commands';
import { planCommands } from '@/apps/cli/plan-commands';
import { registryCommands } from '@/apps/cli/registry-commands';
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

const written: readonly Command[] = [
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
  ...dataCommands,
  ...downloadCommands,
  ...offlineCommands,
];

export const commands: readonly Command[] = [...written, ...registryCommands(written)];

export type Surroundings = {
  /** The database of a running server, or one started for this command and stopped after it. */
  open: () => Promise<Pick<Database, 'runtimeUrl' | 'stop'>>;
  readPassword: () => Promise<string>;
  /** The process's own where it is not given. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** The process's own where they are not given. */
  stdin?: NodeJS.ReadableStream;
  stdout?: NodeJS.WritableStream;
  out: (line: string) => void;
  err: (line: string) => void;
};

async function runOn(command: Command, args: string[], surroundings: Surroundings): Promise<Said> {
  const { open, readPassword, environment, err: log } = surroundings;
  const { stdin = process.stdin, stdout = process.stdout } = surroundings;
  const { words, values } = readArguments(command, args);
  const env = () => loadEnv(environment);
  if ('runAlone' in command) return command.runAlone({ words, values, env, log });
  const given = { env: env(), words, values, readPassword, stdin, stdout, log };
  const database = await open();
  const pools = openPools({ url: database.runtimeUrl });
  const ctx: Ctx = {
    actor: { kind: 'system', id: 'cli' },
    db: pools.console,
    now: new Date(),
    requestId: randomUUID(),
  };
  try {
    return await command.run({ ...given, ctx });
  } finally {
    await pools.close();
    await database.stop();
  }
}

const isHelp = (arg: string) => arg === '--help' || arg === '-h';

/** The command that is named, and what follows it. */
function named(argv: readonly string[]): { command?: Command; args: string[] } {
  for (const count of [2, 1]) {
    const name = argv.slice(0, count).join(' ');
    const command = commands.find((each) => nameOf(each) === name);
    if (command) return { command, args: argv.slice(count) };
  }
  return { args: [] };
}

async function dispatch(argv: string[], surroundings: Surroundings): Promise<Said> {
  const asked = argv[0] === 'help' ? argv.slice(1) : argv;
  const said = asked.filter((arg) => !isHelp(arg));
  const wantsHelp = asked !== argv || said.length < asked.length;
  const { command, args } = named(said);
  const [noun = ''] = said;
  if (command && wantsHelp) return { lines: helpOf(command) };
  if (command) return runOn(command, args, surroundings);
  if (said.length === 1 && commands.some((each) => nounOf(each) === noun))
    return { lines: helpOfNoun(commands, noun) };
  if (said.length > 0) throw new UsageError(unknownCommand(commands, said.slice(0, 2).join(' ')));
  if (wantsHelp) return { lines: overview(commands) };
  throw new UsageError(`Give a command\n\n${overview(commands).join('\n')}`);
}

function print({ lines, answer, refusal }: Said, isJson: boolean, { out }: Surroundings): void {
  if (!isJson) for (const line of lines) out(line);
  else if (answer !== undefined) out(asFile(answer).join('\n'));
  if (refusal !== undefined) throw new ServiceError('conflict', refusal);
}

/** Exit code 0; 1 refused, with the reason on standard error; 2 the command line is wrong, or a file cannot be read. */
export async function run(argv: string[], surroundings: Surroundings): Promise<0 | 1 | 2> {
  try {
    print(await dispatch(argv, surroundings), argv.includes('--json'), surroundings);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError) && !isServiceError(error)) throw error;
    surroundings.err(`gf: ${error.message.split('\n').map(printable).join('\n')}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** A reader that has enough is no mistake. A full disk is told: a secret that is shown once may be lost with it. */
function onLostOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.exitCode = 1;
  process.stderr.write(
    `gf: Standard output could not be written: ${error.message}. The command itself may be done\n`,
  );
}

export async function main(argv: string[]): Promise<void> {
  process.stdout.on('error', onLostOutput);
  const err = (line: string) => void process.stderr.write(`${line}\n`);
  const code = await run(argv, {
    open: () => openDatabase(loadEnv(), err),
    readPassword: () => readPassword(process.stdin),
    out: (line) => void process.stdout.write(`${line}\n`),
    err,
  });
  process.exitCode ||= code;
}
