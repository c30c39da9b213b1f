import { VERIFY_ADDRESS } from '@/lib/client/report-address';
import { SETTINGS_GROUPS } from '@/lib/client/settings-address';
import { type Action, mayDo } from '@/lib/domain/permissions';
import type { Role } from '@/lib/domain/roles';

type Place = { name: string; path: string; needs: Action };

const PAGES = [
  { name: 'fabric', path: '/', needs: 'host.read' },
  { name: 'hosts', path: '/hosts', needs: 'host.read' },
  { name: 'remediation', path: '/remediation', needs: 'catalogue.read' },
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

/** The pages that a role may open. */
export function pagesFor(role: Role) {
  const settings = SETTINGS_GROUPS.flatMap(({ pages }) =>
    pages.map(({ name, ...page }) => ({ ...page, name: SETTINGS_NAMES[name] })),
  );
  return [...PAGES, ...settings].filter(({ needs }) => mayDo(role, needs));
}

const ACTIONS = [
  { name: 'newPlan', path: '/plans/new', needs: 'plan.write' },
  { name: 'newReport', path: '/reports/new', needs: 'report.make' },
  { name: 'newException', path: '/exceptions/new', needs: 'exception.request' },
] as const satisfies readonly Place[];

/** What a role may begin on a page of its own. */
export const actionsFor = (role: Role) => ACTIONS.filter(({ needs }) => mayDo(role, needs));
