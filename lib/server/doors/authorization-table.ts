import { mayDo } from '@/lib/domain/permissions';
import { ROLES, type Role } from '@/lib/domain/roles';
import { VERBS } from '@/lib/server/doors/registry';
import type { AnyDeclaration } from '@/lib/server/verbs/verb';

/** Everybody who can send a request. A token is an API token of that role. */
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

/** `allowed`: not refused for who asks; what is asked may still be wrong, or not there. */
export type Outcome = 'allowed' | 'unauthorized' | 'forbidden';

type Row = Readonly<Record<CallerKind, Outcome>>;

function row(outcomeOf: (caller: CallerKind) => Outcome): Row {
  return Object.fromEntries(CALLERS.map((caller) => [caller, outcomeOf(caller)])) as Row;
}

function roleOf(caller: CallerKind): Role | undefined {
  return ROLES.find((role) => caller === role || caller === `${role}Token`);
}

const isOperator = (caller: CallerKind) => ROLES.some((role) => role === caller);

/** No credential is looked at. */
const OPEN = row(() => 'allowed');

/** Needs nobody; but a secret that is sent must be an API token. */
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
const ADMINISTRATOR = by('administrator');
const AUDIT = by('auditor', 'administrator');
const EVIDENCE = by('auditor', 'operator', 'administrator');
const REQUESTERS = by('operator', 'administrator');

/** What belongs to a person; a token is none. */
const PEOPLE = row((caller) => {
  if (!roleOf(caller)) return 'unauthorized';
  return isOperator(caller) ? 'allowed' : 'forbidden';
});

/** A person with the right to it; their token has not. */
const APPROVERS = row((caller) => {
  const role = roleOf(caller);
  if (!role) return 'unauthorized';
  return isOperator(caller) && REQUESTERS[caller] === 'allowed' ? 'allowed' : 'forbidden';
});

/** An administrator who is a person; their token is none. */
const ADMINISTRATOR_PERSON = row((caller) => {
  const role = roleOf(caller);
  if (!role) return 'unauthorized';
  return isOperator(caller) && role === 'administrator' ? 'allowed' : 'forbidden';
});

const only = (allowed: CallerKind) => row((caller) => (caller === allowed ? 'allowed' : 'unauthorized'));

/** What a verb's right means for each caller. */
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

/** Every procedure. A test fails for one that is missing here or answers otherwise. */
export const PROCEDURES: Readonly<Record<string, Row>> = {
  ...rowsBy(({ procedure }) => procedure),
  'change.compare': EVERY_ROLE,
  'change.compareGroups': EVERY_ROLE,
  'change.count': EVERY_ROLE,
  'change.feed': EVERY_ROLE,
  'change.list': EVERY_ROLE,
  'change.recent': EVERY_ROLE,
  'change.since': EVERY_ROLE,
  'change.serverAway': EVERY_ROLE,
  'change.summary': EVERY_ROLE,
  'change.wave': EVERY_ROLE,
  'change.waves': EVERY_ROLE,
  'enrollment.agentPackage': EVERY_ROLE,
  'enrollment.createToken': ADMINISTRATOR,
  'enrollment.listTokens': ADMINISTRATOR,
  'enrollment.revokeToken': ADMINISTRATOR,
  'exception.approve': APPROVERS,
  'exception.get': EVERY_ROLE,
  'exception.list': EVERY_ROLE,
  'exception.renew': REQUESTERS,
  'exception.request': REQUESTERS,
  'exception.summary': EVERY_ROLE,
  'exception.withdraw': REQUESTERS,
  'history.begins': EVERY_ROLE,
  'history.complianceTime': EVERY_ROLE,
  'history.counts': EVERY_ROLE,
  'history.hostDays': EVERY_ROLE,
  'history.timeline': EVERY_ROLE,
  'history.trend': EVERY_ROLE,
  'host.allowReenroll': ADMINISTRATOR,
  'host.withdrawReenroll': ADMINISTRATOR,
  'host.acknowledge': REQUESTERS,
  'host.previewAcknowledgement': REQUESTERS,
  'host.endAcknowledgement': REQUESTERS,
  'host.facets': EVERY_ROLE,
  'host.get': EVERY_ROLE,
  'host.life': EVERY_ROLE,
  'host.list': EVERY_ROLE,
  'host.map': EVERY_ROLE,
  'host.merge': ADMINISTRATOR,
  'host.records': ADMINISTRATOR,
  'host.retire': ADMINISTRATOR,
  'host.mayRestart': EVERY_ROLE,
  'host.neighbours': EVERY_ROLE,
  'host.risks': EVERY_ROLE,
  'host.secureBoot': EVERY_ROLE,
  'host.selection': EVERY_ROLE,
  'host.selectionWeight': EVERY_ROLE,
  'host.setOwner': REQUESTERS,
  'host.summary': EVERY_ROLE,
  'host.unlock': ADMINISTRATOR,
  'note.list': EVERY_ROLE,
  'note.withdraw': REQUESTERS,
  'note.write': REQUESTERS,
  'note.writeOnHosts': REQUESTERS,
  'operator.acceptInvitation': NOBODY,
  'operator.awaitsSetUp': NOBODY,
  'operator.canSetUp': NOBODY,
  'operator.change': ADMINISTRATOR,
  'operator.create': ADMINISTRATOR,
  'operator.createApiToken': ADMINISTRATOR,
  'operator.endOtherSessions': EVERY_ROLE,
  'operator.endSession': EVERY_ROLE,
  'operator.invite': ADMINISTRATOR,
  'operator.invitedPerson': NOBODY,
  'operator.list': ADMINISTRATOR,
  'operator.listApiTokens': ADMINISTRATOR,
  'operator.lastLook': PEOPLE,
  'operator.look': PEOPLE,
  'operator.listSessions': EVERY_ROLE,
  'operator.me': PEOPLE,
  'operator.renewPassword': ADMINISTRATOR,
  'operator.revokeApiToken': ADMINISTRATOR,
  'operator.setPreferences': PEOPLE,
  'plan.change': REQUESTERS,
  'plan.close': REQUESTERS,
  'plan.confirmChange': APPROVERS,
  'plan.create': REQUESTERS,
  'plan.get': EVERY_ROLE,
  'plan.list': EVERY_ROLE,
  'plan.preview': REQUESTERS,
  'plan.previewPicked': REQUESTERS,
  'plan.setTask': REQUESTERS,
  'report.cancel': EVIDENCE,
  'report.create': EVIDENCE,
  'report.delete': EVIDENCE,
  'report.frameworks': EVIDENCE,
  'report.get': EVIDENCE,
  'report.importFramework': ADMINISTRATOR,
  'report.list': EVIDENCE,
  'report.preview': EVIDENCE,
  'report.removeFramework': ADMINISTRATOR,
  'schedule.create': EVIDENCE,
  'schedule.delete': EVIDENCE,
  'schedule.get': EVIDENCE,
  'schedule.list': EVIDENCE,
  'schedule.update': EVIDENCE,
  'search.find': EVERY_ROLE,
  'setting.about': ADMINISTRATOR,
  'setting.change': ADMINISTRATOR,
  'setting.get': ADMINISTRATOR,
  'setting.reportKeys': ADMINISTRATOR,
  'setting.rotateReportKey': ADMINISTRATOR,
  'setting.sendingInterval': EVERY_ROLE,
  'setting.testMail': ADMINISTRATOR_PERSON,
  'snapshot.compare': EVIDENCE,
  'snapshot.list': EVIDENCE,
  'snapshot.raw': EVIDENCE,
  'system.audit': AUDIT,
  'system.catalogue': EVERY_ROLE,
  'system.explain': EVERY_ROLE,
  'system.verifyAudit': AUDIT,
};

/** Every route of Fastify; a page's is Next's, and shows what procedures give. */
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
  'GET /api/v1/api-tokens': ADMINISTRATOR,
  'POST /api/v1/api-tokens': ADMINISTRATOR,
  'DELETE /api/v1/api-tokens/:id': ADMINISTRATOR,
  'GET /api/v1/audit': AUDIT,
  'GET /api/v1/audit/export': AUDIT,
  'GET /api/v1/audit/verify': AUDIT,
  'GET /api/v1/catalogue': EVERY_ROLE,
  'GET /api/v1/changelog': EVERY_ROLE,
  'GET /api/v1/changelog/export': EVERY_ROLE,
  'GET /api/v1/changelog/groups': EVERY_ROLE,
  'GET /api/v1/changes': EVERY_ROLE,
  'GET /api/v1/changes/count': EVERY_ROLE,
  'GET /api/v1/changes/export': EVERY_ROLE,
  'GET /api/v1/changes/recent': EVERY_ROLE,
  'GET /api/v1/changes/since': EVERY_ROLE,
  'GET /api/v1/changes/summary': EVERY_ROLE,
  'GET /api/v1/enrollment-tokens': ADMINISTRATOR,
  'POST /api/v1/enrollment-tokens': ADMINISTRATOR,
  'DELETE /api/v1/enrollment-tokens/:id': ADMINISTRATOR,
  'GET /api/v1/exceptions': EVERY_ROLE,
  'POST /api/v1/exceptions': REQUESTERS,
  'GET /api/v1/exceptions/:id': EVERY_ROLE,
  'POST /api/v1/exceptions/:id/approve': APPROVERS,
  'POST /api/v1/exceptions/:id/renew': REQUESTERS,
  'POST /api/v1/exceptions/:id/withdraw': REQUESTERS,
  'GET /api/v1/exceptions/export': EVERY_ROLE,
  'GET /api/v1/exceptions/summary': EVERY_ROLE,
  'POST /api/v1/explain': EVERY_ROLE,
  'GET /api/v1/hosts': EVERY_ROLE,
  'GET /api/v1/hosts/:id': EVERY_ROLE,
  'GET /api/v1/hosts/:id/days': EVERY_ROLE,
  'GET /api/v1/hosts/:id/may-restart': EVERY_ROLE,
  'GET /api/v1/hosts/:id/neighbours': EVERY_ROLE,
  'GET /api/v1/hosts/:id/notes': EVERY_ROLE,
  'POST /api/v1/hosts/:id/notes': REQUESTERS,
  'DELETE /api/v1/hosts/:id/notes/:note': REQUESTERS,
  'GET /api/v1/host-records': ADMINISTRATOR,
  'POST /api/v1/hosts/:id/allow-reenroll': ADMINISTRATOR,
  'POST /api/v1/hosts/:id/withdraw-reenroll': ADMINISTRATOR,
  'POST /api/v1/hosts/:id/merge': ADMINISTRATOR,
  'POST /api/v1/hosts/:id/retire': ADMINISTRATOR,
  'POST /api/v1/hosts/:id/unlock': ADMINISTRATOR,
  'POST /api/v1/hosts/acknowledge': REQUESTERS,
  'POST /api/v1/hosts/acknowledge/preview': REQUESTERS,
  'DELETE /api/v1/hosts/:id/acknowledgement': REQUESTERS,
  'POST /api/v1/hosts/notes': REQUESTERS,
  'POST /api/v1/hosts/owner': REQUESTERS,
  'GET /api/v1/hosts/:id/compare': EVIDENCE,
  'GET /api/v1/hosts/:id/snapshots': EVIDENCE,
  'GET /api/v1/hosts/:id/snapshots/:snapshot': EVIDENCE,
  'GET /api/v1/hosts/:id/snapshots/compare': EVIDENCE,
  'GET /api/v1/hosts/:id/timeline': EVERY_ROLE,
  'GET /api/v1/hosts/export': EVERY_ROLE,
  'POST /api/v1/hosts/export': EVERY_ROLE,
  'GET /api/v1/openapi.json': OPEN,
  'GET /api/v1/operators': ADMINISTRATOR,
  'POST /api/v1/operators': ADMINISTRATOR,
  'GET /api/v1/operators/:id': ADMINISTRATOR,
  'PATCH /api/v1/operators/:id': ADMINISTRATOR,
  'POST /api/v1/operators/:id/reset-password': ADMINISTRATOR,
  'GET /api/v1/plans': EVERY_ROLE,
  'POST /api/v1/plans': REQUESTERS,
  'POST /api/v1/plans/preview': REQUESTERS,
  'GET /api/v1/plans/:id': EVERY_ROLE,
  'PATCH /api/v1/plans/:id': REQUESTERS,
  'POST /api/v1/plans/:id/close': REQUESTERS,
  'POST /api/v1/plans/:id/confirm-change': APPROVERS,
  'POST /api/v1/plans/:id/tasks/:task': REQUESTERS,
  'GET /api/v1/report-schedules': EVIDENCE,
  'POST /api/v1/report-schedules': EVIDENCE,
  'GET /api/v1/report-schedules/:id': EVIDENCE,
  'PATCH /api/v1/report-schedules/:id': EVIDENCE,
  'DELETE /api/v1/report-schedules/:id': EVIDENCE,
  'GET /api/v1/reports': EVIDENCE,
  'POST /api/v1/reports': EVIDENCE,
  'GET /api/v1/reports/frameworks': EVIDENCE,
  'POST /api/v1/reports/preview': EVIDENCE,
  'GET /api/v1/reports/:id': EVIDENCE,
  'DELETE /api/v1/reports/:id': EVIDENCE,
  'GET /api/v1/reports/:id/download': EVIDENCE,
  'GET /api/v1/reports/:id/manifest': EVIDENCE,
  'GET /api/v1/reports/:id/signature': EVIDENCE,
  'GET /api/v1/search': EVERY_ROLE,
  'GET /api/v1/secure-boot': EVERY_ROLE,
  'GET /api/v1/secure-boot/facts': EVERY_ROLE,
  'PUT /api/v1/secure-boot/facts': ADMINISTRATOR,
  'DELETE /api/v1/secure-boot/facts': ADMINISTRATOR,
  'GET /api/v1/sessions': EVERY_ROLE,
  'DELETE /api/v1/sessions/:id': EVERY_ROLE,
  'POST /api/v1/sessions/end-others': EVERY_ROLE,
  'GET /api/v1/about': ADMINISTRATOR,
  'POST /api/v1/frameworks': ADMINISTRATOR,
  'GET /api/v1/frameworks/:key': EVIDENCE,
  'DELETE /api/v1/frameworks/:key': ADMINISTRATOR,
  'GET /api/v1/report-keys': ADMINISTRATOR,
  'POST /api/v1/report-keys': ADMINISTRATOR,
  'GET /api/v1/settings': ADMINISTRATOR,
  'POST /api/v1/settings/test-mail': ADMINISTRATOR_PERSON,
  'PATCH /api/v1/settings': ADMINISTRATOR,
  'GET /api/v1/summary': EVERY_ROLE,
  'GET /api/v1/trend': EVERY_ROLE,
  'GET /api/v1/waves': EVERY_ROLE,
  'GET /api/v1/waves/:id': EVERY_ROLE,
};
