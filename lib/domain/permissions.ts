import { ROLES, type Role } from '@/lib/domain/roles';

const EVERYBODY: readonly Role[] = ROLES;
const EVIDENCE: readonly Role[] = ['auditor', 'operator', 'administrator'];
const AUDIT: readonly Role[] = ['auditor', 'administrator'];
const OPERATOR: readonly Role[] = ['operator', 'administrator'];
const ADMINISTRATOR: readonly Role[] = ['administrator'];

/** Which roles may do what. In addition, every query is limited to the caller's fabrics. */
export const PERMISSIONS = {
  'agent.read': EVERYBODY,
  'apiToken.manage': ADMINISTRATOR,
  'audit.read': AUDIT,
  'catalogue.read': EVERYBODY,
  'enrollment.manage': ADMINISTRATOR,
  'exception.approve': OPERATOR,
  'exception.read': EVERYBODY,
  'exception.request': OPERATOR,
  'exception.withdraw': OPERATOR,
  'fabric.create': ADMINISTRATOR,
  'fabric.read': EVERYBODY,
  'fabric.rename': ADMINISTRATOR,
  'framework.manage': ADMINISTRATOR,
  'history.read': EVERYBODY,
  'host.acknowledge': OPERATOR,
  'host.export': EVERYBODY,
  'host.manage': ADMINISTRATOR,
  'host.read': EVERYBODY,
  'host.setOwner': OPERATOR,
  'metrics.read': EVERYBODY,
  'note.read': EVERYBODY,
  'note.write': OPERATOR,
  'operator.manage': ADMINISTRATOR,
  'operator.self': EVERYBODY,
  'plan.read': EVERYBODY,
  'plan.write': OPERATOR,
  'report.make': EVIDENCE,
  'reportKey.manage': ADMINISTRATOR,
  'setting.manage': ADMINISTRATOR,
  'snapshot.read': EVIDENCE,
  'system.backup': ADMINISTRATOR,
  'view.manage': OPERATOR,
  'view.read': EVERYBODY,
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof PERMISSIONS;

export function mayDo(role: Role, action: Action): boolean {
  return PERMISSIONS[action].some((allowed) => allowed === role);
}

const ACTIONS = Object.keys(PERMISSIONS) as Action[];
const actionsOf = (role: Role) => ACTIONS.filter((action) => mayDo(role, action));

/** The largest role that has no right that one of the two lacks. */
export function narrowerRole(one: Role, other: Role): Role {
  const both = (action: Action) => mayDo(one, action) && mayDo(other, action);
  const candidates = [one, other, ...ROLES].filter((role) => actionsOf(role).every(both));
  return candidates.reduce((best, role) => (actionsOf(role).length > actionsOf(best).length ? role : best));
}
