import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** What a terminal or a log viewer would act on: C1 controls, line separators, text direction. JSON leaves them as they are. */
const ACTIVE = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function escapeActive(line: string): string {
  return line.replace(ACTIVE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const SECRET_PATHS = ['authorization', 'cookie', 'password', 'token', 'secret', 'credential'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
);

/** What of an error besides its message and stack is this program's or PostgreSQL's own. */
const OWN_WORDS = [
  'code',
  'status',
  'syscall',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
];

/**
 * An error without what else it holds: PostgreSQL's detail quotes the whole row, which is the text of a host, and
 * drivers keep that under names of their own.
 */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  // The stack holds the messages and stacks of the causes too.
  const { type, message, stack } = pino.stdSerializers.err(error);
  const own = OWN_WORDS.flatMap((name) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [];
  });
  const several = error instanceof AggregateError ? { errors: error.errors.map(serializeError) } : {};
  return { type, message, stack, ...Object.fromEntries(own), ...several };
}

/** One JSON line per event on standard error, whatever text it holds; standard output belongs to people. */
export function createLogger({
  level = 'info',
  write,
}: {
  level?: string;
  write?: (line: string) => void;
} = {}): Logger {
  const out = write ?? ((line: string) => void process.stderr.write(line));
  return pino(
    {
      level,
      base: null,
      serializers: { err: serializeError },
      redact: { paths: SECRET_PATHS, censor: '[redacted]' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => out(escapeActive(line)) },
  );
}
