import { type Logger, type LoggerOptions, pino } from 'pino';

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

type Options = {
  level?: string;
  /** Which server says it, where the logs of several come together. */
  instance?: string;
  write?: (line: string) => void;
  /** Whether an error passes by itself: while it lasts it is one line in `outageMs`, with how many others were left out. */
  isOutage?: (error: unknown) => boolean;
  outageMs?: number;
};

type LogMethod = NonNullable<NonNullable<LoggerOptions['hooks']>['logMethod']>;

/** The first line of an outage is written, and those of each `ms` after it are counted, until one passes without any. */
function foldOutages(
  { isOutage = () => false, outageMs = 60_000 }: Pick<Options, 'isOutage' | 'outageMs'>,
  tell: (counts: { count: number; lines: Record<string, number> }) => void,
): LogMethod {
  let counts: Map<string, number> | undefined;
  const turn = () => {
    const past = counts ?? new Map<string, number>();
    if (past.size === 0) {
      counts = undefined;
      return;
    }
    tell({ count: [...past.values()].reduce((sum, one) => sum + one), lines: Object.fromEntries(past) });
    begin();
  };
  const begin = () => {
    counts = new Map();
    setTimeout(turn, outageMs).unref();
  };
  return function logMethod(args, method) {
    const [about, sentence] = args as unknown as [unknown, string | undefined];
    const error: unknown =
      typeof about === 'object' && about !== null ? Reflect.get(about, 'err') : undefined;
    if (error === undefined || !isOutage(error)) return method.apply(this, args);
    if (counts === undefined) {
      begin();
      return method.apply(this, args);
    }
    counts.set(sentence ?? '', (counts.get(sentence ?? '') ?? 0) + 1);
  };
}

/** One JSON line per event on standard error, whatever text it holds; standard output belongs to people. */
export function createLogger({ level = 'info', instance, write, ...outages }: Options = {}): Logger {
  const out = write ?? ((line: string) => void process.stderr.write(line));
  const log: Logger = pino(
    {
      level,
      base: instance === undefined ? null : { instance },
      hooks: {
        logMethod: foldOutages(outages, (counts) => log.warn(counts, 'more lines about what is away')),
      },
      serializers: { err: serializeError },
      redact: { paths: SECRET_PATHS, censor: '[redacted]' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => out(escapeActive(line)) },
  );
  return log;
}
