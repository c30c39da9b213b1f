import { parseArgs } from 'node:util';
import type { Faults } from './faults';

export const HELP = `node build/server/simulator.js --server URL (--token-file FILE | --enrolled FILE) [options]

A seeded fleet of guarded hosts that enrols and reports to a Guarded Fabric server over the agent API, each host
on its own schedule, even when its requests fail. Ends on SIGINT, SIGTERM or after --duration, and prints what
was acknowledged.

  --server URL          the server, such as http://127.0.0.1:3000
  --token-file FILE     an enrolment token with a use for every host; "-" reads it from standard input
  --enrolled FILE       where the hosts' credentials are kept: written after enrolling, read at the next run
  --hosts N             how many hosts (240)
  --seed S              the same seed is the same fleet with the same faults (1)
  --prefix TEXT         before every host's name, for a server that knows hosts of these names already (none)
  --document FILE       what one host said, Get-GuardedFabricSnapshot -AsJson, from every host in place of its story
  --interval SECONDS    report this often, whatever the server says (else as told, 900 at first)
  --duration SECONDS    stop by itself (else on a signal)
  --ledger FILE         one JSON line for each acknowledged snapshot, forced to disk

Faults, as shares from 0 to 1 of what is sent (0):
  --lost-replies P      the server's answer is thrown away, so the snapshot is sent again
  --torn P              the connection breaks in the middle of the body
  --repeated P          what was acknowledged is sent once more
  --late P              a snapshot waits up to three intervals before it is sent
  --skew P              this share of the hosts has a clock that is up to two hours off
  --storm SECONDS       every so often all hosts send at once

  --help                this text`;

export type SimulatorOptions = {
  server: string;
  tokenFile: string | null;
  enrolledFile: string | null;
  hosts: number;
  seed: number;
  prefix: string;
  documentFile: string | null;
  intervalSeconds: number | null;
  durationSeconds: number | null;
  ledgerFile: string | null;
  faults: Faults;
};

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const string = { type: 'string' } as const;
const OPTIONS = {
  server: string,
  'token-file': string,
  enrolled: string,
  hosts: string,
  seed: string,
  prefix: string,
  document: string,
  interval: string,
  duration: string,
  ledger: string,
  'lost-replies': string,
  torn: string,
  repeated: string,
  late: string,
  skew: string,
  storm: string,
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Null: help was asked for. */
export function readOptions(args: readonly string[]): SimulatorOptions | null {
  const values = parse(args);
  if (values.help === true) return null;
  if (values.server === undefined || !URL.canParse(values.server))
    throw new UsageError('--server takes the address of a server, such as http://127.0.0.1:3000');
  if (values['token-file'] === undefined && values.enrolled === undefined)
    throw new UsageError('Give --token-file to enrol, or --enrolled for hosts that are enrolled already');
  return {
    server: values.server,
    tokenFile: values['token-file'] ?? null,
    enrolledFile: values.enrolled ?? null,
    hosts: count(values, 'hosts') ?? 240,
    seed: count(values, 'seed') ?? 1,
    prefix: prefixOf(values),
    documentFile: values.document ?? null,
    intervalSeconds: count(values, 'interval'),
    durationSeconds: count(values, 'duration'),
    ledgerFile: values.ledger ?? null,
    faults: {
      lostReplies: chance(values, 'lost-replies'),
      torn: chance(values, 'torn'),
      repeated: chance(values, 'repeated'),
      late: chance(values, 'late'),
      skew: chance(values, 'skew'),
      stormSeconds: count(values, 'storm'),
    },
  };
}

function count(values: Values, name: 'hosts' | 'seed' | 'interval' | 'duration' | 'storm'): number | null {
  const text = values[name];
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--${name} takes a whole number, not "${text}"`);
  return Number(text);
}

function prefixOf({ prefix = '' }: Values): string {
  if (/^[a-z0-9-]{0,20}$/i.test(prefix)) return prefix;
  throw new UsageError(`--prefix takes up to 20 letters, digits and hyphens, not "${prefix}"`);
}

function chance(values: Values, name: 'lost-replies' | 'torn' | 'repeated' | 'late' | 'skew'): number {
  const text = values[name];
  if (text === undefined) return 0;
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new UsageError(`--${name} takes a share from 0 to 1, not "${text}"`);
  return value;
}
