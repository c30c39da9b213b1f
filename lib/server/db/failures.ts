/**
 * The driver's codes, wherever the adapter has put them: Prisma wraps PostgreSQL's error (meta,
 * driverAdapterError, cause), and a refused connection is an error of Node itself.
 */
function* codesOf(error: unknown, depth = 0): Generator<string> {
  if (typeof error !== 'object' || error === null || depth > 5) return;
  for (const key of ['code', 'originalCode', 'kind'] as const) {
    const value: unknown = Reflect.get(error, key);
    if (typeof value === 'string') yield value;
  }
  for (const key of ['cause', 'meta', 'driverAdapterError', 'errors'] as const) {
    const inner: unknown = Reflect.get(error, key);
    if (Array.isArray(inner)) for (const one of inner) yield* codesOf(one, depth + 1);
    else yield* codesOf(inner, depth + 1);
  }
}

const hasCode = (error: unknown, test: (code: string) => boolean) => [...codesOf(error)].some(test);

const AWAY_CODES = new Set([
  '25006',
  '28000',
  '28P01',
  '3D000',
  // The code after ALTER DATABASE … ALLOW_CONNECTIONS false, which operators use for maintenance.
  '55000',
  '55P03',
  'P2024',
  'P2028',
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
]);

const isAwayCode = (code: string) =>
  /^(08|53|57|58)[0-9A-Z]{3}$/.test(code) ||
  /^P10\d\d$/.test(code) ||
  AWAY_CODES.has(code) ||
  /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|EAI_)/.test(code);

const DEADLOCK_CODES = new Set(['40P01', '40001', 'P2034', 'TransactionWriteConflict']);

/**
 * The database is away, full, starting or stopping; the query itself is right. These are classes 08, 53, 57
 * and 58 of PostgreSQL's codes, read-only (25006), a missing database or role (during a restore), lock and
 * statement time-outs, Prisma's own connection codes (P1xxx, P2024, P2028 no transaction in time) and those
 * of sockets.
 */
export function isDatabaseAway(error: unknown): boolean {
  return hasCode(error, isAwayCode) || mentionsLostConnection(error);
}

/**
 * The code of a passing failure: the database is away, or there was a deadlock. Undefined if the driver gives
 * none.
 */
export function passingCode(error: unknown): string | undefined {
  return [...codesOf(error)].find((code) => isAwayCode(code) || DEADLOCK_CODES.has(code));
}

/**
 * pg gives no code when its pool times out or a socket ends during a query. A missing socket must not count
 * as a missing file.
 */
function mentionsLostConnection(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false;
  if (Reflect.get(error, 'syscall') === 'connect') return true;
  if (
    /connection terminated|is not queryable|timeout exceeded when trying to connect|server closed the connection/i.test(
      error.message,
    )
  )
    return true;
  return mentionsLostConnection(error.cause, depth + 1);
}

/** A statement took longer than its connection allows, or was cancelled by somebody. */
export function isStatementTimeout(error: unknown): boolean {
  return hasCode(error, (code) => code === '57014');
}

/**
 * PostgreSQL refuses a value and would refuse it again: it is too large (54), has the wrong type (22), or
 * violates a constraint (23). A row without a partition has the code of a violated constraint too, so writers
 * create partitions first (withPartitions).
 */
export function isDataRefused(error: unknown): boolean {
  return hasCode(error, (code) => /^(22|23|54)[0-9A-Z]{3}$/.test(code));
}

/** A row violates a check of its table, or has no partition. */
export function isCheckViolation(error: unknown): boolean {
  return hasCode(error, (code) => code === '23514');
}

/** A prepared statement is missing on this connection, or exists already. */
export function isStatementLost(error: unknown): boolean {
  return hasCode(error, (code) => code === '26000' || code === '42P05');
}

export function isDeadlock(error: unknown): boolean {
  return hasCode(error, (code) => DEADLOCK_CODES.has(code));
}

export function isUniqueViolation(error: unknown): boolean {
  return hasCode(
    error,
    (code) => code === '23505' || code === 'P2002' || code === 'UniqueConstraintViolation',
  );
}

/** Somebody else has just created the same relation. */
export function isDuplicateRelation(error: unknown): boolean {
  return hasCode(error, (code) => code === '42P07');
}
