import { isRecord } from '@/lib/util/guards';

/** Prisma: cannot reach, timed out, closed, no free connection in time, transaction not started in time. */
const UNAVAILABLE_CODES = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1008',
  'P1011',
  'P1017',
  'P2024',
  'P2028',
  'P2037',
]);
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENOENT',
]);
/** PostgreSQL: connection trouble, out of resources (disk full, too many connections), shutting down, read-only standby. */
const SQLSTATES = /^(08...|53...|57P0[1-5]|57014|25006|58030)$/;
/** What node-postgres says in words alone. */
const SENTENCES =
  /connection terminated|connection ended|timeout exceeded when trying to connect|can't reach database server|server has closed the connection/i;

function* withCauses(error: unknown): Iterable<Record<string, unknown>> {
  let current = error;
  for (let depth = 0; depth < 6 && isRecord(current); depth += 1) {
    yield current;
    if (isRecord(current.meta)) yield current.meta;
    const inMeta = isRecord(current.meta) ? current.meta.driverAdapterError : undefined;
    current = current.cause ?? inMeta;
  }
}

/** Whether an error says that the database is away, full or too slow: a passing fault, so 503 and never 500. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (const { code, originalCode, kind, message } of withCauses(error)) {
    for (const value of [code, originalCode]) {
      if (typeof value !== 'string') continue;
      if (UNAVAILABLE_CODES.has(value) || UNREACHABLE.has(value) || SQLSTATES.test(value)) return true;
    }
    if (kind === 'DatabaseNotReachable' || kind === 'ConnectionClosed' || kind === 'SocketTimeout')
      return true;
    if (kind === 'TooManyConnections') return true;
    if (typeof message === 'string' && SENTENCES.test(message)) return true;
  }
  return false;
}

/** A value that must be unique is there already. */
export function isUniqueViolation(error: unknown): boolean {
  for (const { code, originalCode, kind } of withCauses(error)) {
    if (code === 'P2002' || code === '23505' || originalCode === '23505') return true;
    if (kind === 'UniqueConstraintViolation') return true;
  }
  return false;
}
