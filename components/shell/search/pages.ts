import { remediationAddress } from '@/lib/client/remediation-address';
import { VERIFY_ADDRESS } from '@/lib/client/report-address';
import { inviteAddress, newApiTokenAddress, SETTINGS_GROUPS } from '@/lib/client/settings-address';
import { type Action, mayDo } from '@/lib/domain/permissions';
import { ROLES, type Role } from '@/lib/domain/roles';

type Place = { name: string; path: string; needs: Action };

const PAGES = [
  { name: 'fabric', path: '/', needs: 'host.read' },
  { name: 'hosts', path: '/hosts', needs: 'host.read' },
  { name: 'remediation', path: remediationAddress('', true), needs: 'catalogue.read' },
  { name: 'secureBoot', path: '/secure-boot', needs: 'host.read' },
  { name: 'plans', path: '/plans', needs: 'plan.read' },
  { name: 'changes', path: '/changes', needs: 'history.read' },
  { name: 'waves', path: '/waves', needs: 'history.read' },
  { name: 'compare', path: '/changes/compare', needs: 'history.read' },
  { name: 'reports', path: '/reports', needs: 'report.make' },
  { name: 'verify', path: VERIFY_ADDRESS, needs: 'host.read' },
  { name: 'exceptions', path: '/exceptions', needs: 'exception.read' },
  { name: 'explain', path: '/explain', needs: 'catalogue.read' },
  { name: 'addHosts', path: '/enroll', needs: 'enrollment.manage' },
] as const satisfies readonly Place[];

const SETTINGS_NAMES = {
  fabrics: 'settingsFabrics',
  enrollment: 'settingsEnrollment',
  hosts: 'settingsHosts',
  operators: 'settingsOperators',
  sessions: 'settingsSessions',
  tokens: 'settingsTokens',
  retention: 'settingsRetention',
  mail: 'settingsMail',
  reportKeys: 'settingsReportKeys',
  frameworks: 'settingsFrameworks',
  audit: 'settingsAudit',
  about: 'settingsAbout',
} as const;

/** Every page. One that a role may not open says itself who may, and stands in the search for those who look for it. */
export function pagesFor(role: Role) {
  const settings = SETTINGS_GROUPS.flatMap(({ pages }) =>
    pages.map(({ name, ...page }) => ({ ...page, name: SETTINGS_NAMES[name] })),
  );
  return [...PAGES, ...settings].map((page) => ({
    ...page,
    onlyFor: mayDo(role, page.needs) ? null : onlyFor(page.needs),
  }));
}

/** Whom a page that not everybody may open is for, by the first of their roles. */
export const ONLY_FOR = {
  auditor: ['auditor', 'operator', 'administrator'],
  auditAlone: ['auditor', 'administrator'],
  administrator: ['administrator'],
} as const satisfies Record<string, readonly Role[]>;

function onlyFor(needs: Action): keyof typeof ONLY_FOR {
  const roles = ROLES.filter((role) => mayDo(role, needs));
  if (roles.length === 1) return 'administrator';
  return roles.length === 2 ? 'auditAlone' : 'auditor';
}

const ACTIONS = [
  { name: 'newPlan', path: '/plans/new', needs: 'plan.write' },
  { name: 'newReport', path: '/reports/new', needs: 'report.make' },
  { name: 'newException', path: '/exceptions/new', needs: 'exception.request' },
  // What is done in a list, with hosts or changes that are chosen there.
  { name: 'acknowledge', path: '/hosts', needs: 'host.acknowledge', doneIn: 'chosenHosts' },
  { name: 'owner', path: '/hosts', needs: 'host.setOwner', doneIn: 'chosenHosts' },
  { name: 'note', path: '/hosts', needs: 'note.write', doneIn: 'chosenHosts' },
  { name: 'exportHosts', path: '/hosts', needs: 'host.export', doneIn: 'files' },
  { name: 'exportChanges', path: '/changes', needs: 'history.read', doneIn: 'files' },
  // What is administered, for those who look for it.
  { name: 'inviteOperator', path: inviteAddress(), needs: 'operator.manage', isSoughtOnly: true },
  { name: 'newApiToken', path: newApiTokenAddress(), needs: 'apiToken.manage', isSoughtOnly: true },
  { name: 'newEnrollmentToken', path: '/enroll', needs: 'enrollment.manage', isSoughtOnly: true },
  { name: 'testMail', path: '/settings/mail', needs: 'setting.manage', isSoughtOnly: true },
  { name: 'retireHost', path: '/hosts', needs: 'host.manage', doneIn: 'hostPage' },
  { name: 'reenrollHost', path: '/hosts', needs: 'host.manage', doneIn: 'hostPage' },
  { name: 'unlockHost', path: '/settings/hosts', needs: 'host.manage', doneIn: 'hostRecords' },
  { name: 'mergeHosts', path: '/settings/hosts', needs: 'host.manage', doneIn: 'hostRecords' },
] as const satisfies readonly (Place & { doneIn?: string; isSoughtOnly?: boolean })[];

/** What a role may begin elsewhere. */
export const actionsFor = (role: Role) => ACTIONS.filter(({ needs }) => mayDo(role, needs));
