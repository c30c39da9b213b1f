import { randomUUID } from 'node:crypto';
import { type Command, readArguments } from '@/apps/cli/command';
import { fleetCommands } from '@/apps/cli/fleet-commands';
import { peopleCommands } from '@/apps/cli/people-commands';
import { agentHash, systemCommands } from '@/apps/cli/system-commands';
import { UsageError } from '@/apps/cli/usage';
import type { Ctx } from '@/lib/server/context';
import { openDb } from '@/lib/server/db/client';
import { openDatabase } from '@/lib/server/db/start';
import { loadEnv } from '@/lib/server/env';
import { isServiceError } from '@/lib/server/errors';

const commands: Record<string, Command> = { ...fleetCommands, ...peopleCommands, ...systemCommands };

const printError = (line: string) => void process.stderr.write(`${line}\n`);

function help(): string {
  const all = [...Object.values(commands), agentHash];
  const width = Math.max(...all.map(({ usage }) => usage.length));
  const lines = all.map(({ usage, does }) => `  gf ${usage.padEnd(width)}  ${does}`);
  return ['Administration from a shell, with the server running or not.', '', ...lines, ''].join('\n');
}

/** Runs a command on the database of a running server, or on one started for it and stopped after it. */
async function runOnDatabase(command: Command, args: string[]): Promise<readonly string[]> {
  const { words, values } = readArguments(command, args);
  const database = await openDatabase(loadEnv(), printError);
  const db = openDb(database.runtimeUrl, { max: 2 });
  const ctx: Ctx = { actor: { kind: 'system', id: 'cli' }, db, now: new Date(), requestId: randomUUID() };
  try {
    return await command.run({ ctx, words, values });
  } finally {
    await db.$disconnect();
    await database.stop();
  }
}

async function dispatch(argv: string[]): Promise<readonly string[]> {
  const wantsHelp = argv.includes('--help') || argv.includes('-h') || argv[0] === 'help';
  const [noun = '', verb = '', ...args] = argv;
  const name = `${noun} ${verb}`;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (wantsHelp) return command ? [`gf ${command.usage}`, command.does] : [help()];
  if (name === 'agent hash' && args.length === 0) return agentHash.run();
  if (!command)
    throw new UsageError(argv.length === 0 ? help() : `There is no command "${name.trim()}"\n${help()}`);
  return runOnDatabase(command, args);
}

/** Exit code 0; 1 refused, with the reason on standard error; 2 the command line is wrong. */
export async function main(argv: string[]): Promise<void> {
  try {
    for (const line of await dispatch(argv)) process.stdout.write(`${line}\n`);
  } catch (error) {
    if (!(error instanceof UsageError) && !isServiceError(error)) throw error;
    printError(`gf: ${error.message}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
