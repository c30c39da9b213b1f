import { type Level, type Logger, type LoggerOptions, pino } from 'pino';

export type { Logger } from 'pino';

/**
 * Characters that a terminal or a log viewer would act on: C1 controls, line separators, text direction. JSON
 * leaves them unchanged.
 */
const ACTIVE = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function escapeActive(line: string): string {
  return line.replace(ACTIVE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const SECRET_PATHS = ['authorization', 'cookie', 'password', 'token', 'secret', 'credential'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
);

/** Fields of an error, besides message and stack, that come from this program or PostgreSQL. */
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
 * An error without its other fields: PostgreSQL's detail quotes the whole row, which is a host's text, and
 * drivers keep it in fields of their own.
 */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  // The stack includes the messages and stacks of the causes.
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
  /** The name of the server, where the logs of several come together. */
  instance?: string;
  write?: (line: string) => void;
  /**
   * Names a passing outage: while it lasts, one line per `outageMs` is logged, with the number of those left
   * out.
   */
  outageOf?: (error: unknown) => string | undefined;
  outageMs?: number;
};

type LogMethod = NonNullable<NonNullable<LoggerOptions['hooks']>['logMethod']>;

/** Further simultaneous outages are counted together: their names may contain text that others wrote. */
const MOST_OUTAGES = 20;
const OTHER_OUTAGES = 'others';

/** The lines left out since the last one, by sentence, and their highest level. */
type Folded = { level: number; lines: Map<string, number> };

type Tell = (level: number, counts: { outage: string; count: number; lines: Record<string, number> }) => void;

const errorOf = (about: unknown): unknown =>
  typeof about === 'object' && about !== null ? Reflect.get(about, 'err') : undefined;

/**
 * Writes the first line of each outage, and counts those within each following `ms` until one passes without
 * any.
 */
function foldOutages(
  { outageOf = () => undefined, outageMs = 60_000 }: Pick<Options, 'outageOf' | 'outageMs'>,
  tell: Tell,
): LogMethod {
  const outages = new Map<string, Folded>();
  const turn = (outage: string, { level, lines }: Folded) => {
    outages.delete(outage);
    if (lines.size === 0) return;
    const count = [...lines.values()].reduce((sum, one) => sum + one);
    tell(level, { outage, count, lines: Object.fromEntries(lines) });
    begin(outage);
  };
  const begin = (outage: string) => {
    const folded = { level: 0, lines: new Map() };
    outages.set(outage, folded);
    setTimeout(() => turn(outage, folded), outageMs).unref();
  };
  return function logMethod(args, method, level) {
    const [about, sentence = ''] = args as unknown as [unknown, string | undefined];
    const found = outageOf(errorOf(about));
    if (found === undefined) return method.apply(this, args);
    const outage = outages.has(found) || outages.size < MOST_OUTAGES ? found : OTHER_OUTAGES;
    const folded = outages.get(outage);
    if (folded === undefined) {
      begin(outage);
      return method.apply(this, args);
    }
    folded.level = Math.max(folded.level, level);
    folded.lines.set(sentence, (folded.lines.get(sentence) ?? 0) + 1);
  };
}

/** Writes one JSON line per event to standard error, whatever text it contains; standard output is for people. */
export function createLogger({ level = 'info', instance, write, ...outages }: Options = {}): Logger {
  const out = write ?? ((line: string) => void process.stderr.write(line));
  const tell: Tell = (height, counts) =>
    log[(pino.levels.labels[height] ?? 'warn') as Level](counts, 'more lines about what is away');
  const log: Logger = pino(
    {
      level,
      base: instance === undefined ? null : { instance },
      hooks: { logMethod: foldOutages(outages, tell) },
      serializers: { err: serializeError },
      redact: { paths: SECRET_PATHS, censor: '[redacted]' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => out(escapeActive(line)) },
  );
  return log;
}
