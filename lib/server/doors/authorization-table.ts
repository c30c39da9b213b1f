import { mayDo } from '@/lib/domain/permissions';
import { ROLES, type Role } from '@/lib/domain/roles';
import { VERBS } from '@/lib/server/doors/registry';
import type { AnyDeclaration } from '@/lib/server/verbs/verb';

/** Every kind of caller. A token is an API token of that role. */
export const CALLERS = [
  'anonymous',
  ...ROLES,
  'viewerToken',
  'auditorToken',
  'operatorToken',
  'administratorToken',
  'hostCredential',
  'enrollmentToken',
] as const;
export type CallerKind = (typeof CALLERS)[number];

/** `allowed`: not refused for the caller's rights; the request may still be wrong or find nothing. */
export type Outcome = 'allowed' | 'unauthorized' | 'forbidden';

type Row = Readonly<Record<CallerKind, Outcome>>;

function row(outcomeOf: (caller: CallerKind) => Outcome): Row {
  return Object.fromEntries(CALLERS.map((caller) => [caller, outcomeOf(caller)])) as Row;
}

function roleOf(caller: CallerKind): Role | undefined {
  return ROLES.find((role) => caller === role || caller === `${role}Token`);
}

const isOperator = (caller: CallerKind) => ROLES.some((role) => role === caller);

/** No credential is read. */
const OPEN = row(() => 'allowed');

/** Needs no credential, but a secret that is sent must be an API token. */
const NOBODY = row((caller) =>
  caller === 'hostCredential' || caller === 'enrollmentToken' ? 'unauthorized' : 'allowed',
);

const by = (...roles: Role[]) =>
  row((caller) => {
    const role = roleOf(caller);
    if (!role) return 'unauthorized';
    return roles.includes(role) ? 'allowed' : 'forbidden';
  });

const EVERY_ROLE = by(...ROLES);
const AUDIT = by('auditor', 'administrator');
const EVIDENCE = by('auditor', 'operator', 'administrator');

/** Belongs to a person, which a token is not. */
const PEOPLE = row((caller) => {
  if (!roleOf(caller)) return 'unauthorized';
  return isOperator(caller) ? 'allowed' : 'forbidden';
});

const only = (allowed: CallerKind) => row((caller) => (caller === allowed ? 'allowed' : 'unauthorized'));

/** The outcome of a verb's right for each caller. */
function rowOf({ right, people }: Pick<AnyDeclaration, 'right' | 'people'>): Row {
  if (right === 'anybody') return NOBODY;
  return row((caller) => {
    const role = roleOf(caller);
    if (!role) return 'unauthorized';
    return mayDo(role, right) && (isOperator(caller) || !people) ? 'allowed' : 'forbidden';
  });
}

const rowsBy = (nameOf: (declared: AnyDeclaration) => string | undefined): Record<string, Row> =>
  Object.fromEntries(
    VERBS.flatMap(({ declared }) => {
      const name = nameOf(declared);
      return name === undefined ? [] : [[name, rowOf(declared)]];
    }),
  );

/** Every procedure. A test fails for one that is missing here or behaves differently. */
export const PROCEDURES: Readonly<Record<string, Row>> = {
  ...rowsBy(({ procedure }) => procedure),
};

/** Every route of Fastify. Pages belong to Next and show only what procedures return. */
export const ROUTES: Readonly<Record<string, Row | 'byProcedure'>> = {
  ...rowsBy(({ route }) => route?.at),
  'GET /.well-known/report-keys.json': OPEN,
  'GET /api/v1/reports/schema.json': OPEN,
  'GET /agent/GuardedFabricAgent.zip': OPEN,
  'GET /api/auth/get-session': NOBODY,
  'POST /api/auth/sign-in/email': NOBODY,
  'POST /api/auth/sign-out': NOBODY,
  'GET /api/events': PEOPLE,
  'GET /api/health/live': OPEN,
  'GET /api/health/ready': OPEN,
  'GET /api/metrics': EVERY_ROLE,
  'POST /api/set-up': NOBODY,
  'GET /api/trpc/:path': 'byProcedure',
  'POST /api/trpc/:path': 'byProcedure',
  'POST /api/v1/agent/check-token': only('enrollmentToken'),
  'POST /api/v1/agent/enroll': only('enrollmentToken'),
  'POST /api/v1/agent/rotate': only('hostCredential'),
  'POST /api/v1/agent/snapshots': only('hostCredential'),
  'GET /api/v1/audit/export': AUDIT,
  'GET /api/v1/changelog/export': EVERY_ROLE,
  'GET /api/v1/changes/export': EVERY_ROLE,
  'GET /api/v1/exceptions/export': EVERY_ROLE,
  'GET /api/v1/hosts/:id/snapshots/:snapshot': EVIDENCE,
  'GET /api/v1/hosts/:id/snapshots/compare': EVIDENCE,
  'GET /api/v1/hosts/export': EVERY_ROLE,
  'POST /api/v1/hosts/export': EVERY_ROLE,
  'GET /api/v1/openapi.json': OPEN,
  'GET /api/v1/plans/:id': EVERY_ROLE,
  'GET /api/v1/reports/:id/download': EVIDENCE,
  'GET /api/v1/reports/:id/manifest': EVIDENCE,
  'GET /api/v1/reports/:id/signature': EVIDENCE,
};
