import { type Action, mayDo } from '@/lib/domain/permissions';
import type { Role } from '@/lib/domain/roles';

type Page = { name: string; path: string; needs: Action };

/** The pages of Settings, as their navigation groups them, and what each asks of a role. */
export const SETTINGS_GROUPS = [
  {
    name: 'fleet',
    pages: [
      { name: 'fabrics', path: '/settings/fabrics', needs: 'fabric.rename' },
      { name: 'enrollment', path: '/settings/enrollment', needs: 'enrollment.manage' },
      { name: 'hosts', path: '/settings/hosts', needs: 'host.manage' },
    ],
  },
  {
    name: 'people',
    pages: [
      { name: 'operators', path: '/settings/operators', needs: 'operator.manage' },
      { name: 'sessions', path: '/settings/sessions', needs: 'operator.self' },
      { name: 'tokens', path: '/settings/tokens', needs: 'apiToken.manage' },
    ],
  },
  {
    name: 'installation',
    pages: [
      { name: 'retention', path: '/settings/retention', needs: 'setting.manage' },
      { name: 'mail', path: '/settings/mail', needs: 'setting.manage' },
      { name: 'reportKeys', path: '/settings/report-keys', needs: 'reportKey.manage' },
      { name: 'frameworks', path: '/settings/frameworks', needs: 'report.make' },
      { name: 'audit', path: '/settings/audit', needs: 'audit.read' },
      { name: 'about', path: '/settings/about', needs: 'setting.manage' },
    ],
  },
] as const satisfies readonly { name: string; pages: readonly Page[] }[];

export type SettingsPage = (typeof SETTINGS_GROUPS)[number]['pages'][number];

export const mayOpen = (role: Role, { needs }: SettingsPage) => mayDo(role, needs);

/** Where Settings begin for a role; of those that may open none, the page that says who may. */
export function firstSettingsPath(role: Role): string {
  const pages = SETTINGS_GROUPS.flatMap((group) => [...group.pages]);
  return pages.find((page) => mayOpen(role, page))?.path ?? '/settings/audit';
}

/** The accounts, narrowed to those with this text. */
export const operatorsAddress = (q: string): string => `/settings/operators?${new URLSearchParams({ q })}`;

/** The word with which a page of Settings has its form open, as the search leads there. */
export const NEW_WORD = 'new';

/** The same address with the form of its page open or closed. */
export function withForm(path: string, query: string, isOpen: boolean): string {
  const words = new URLSearchParams(query);
  words.delete(NEW_WORD);
  if (isOpen) words.set(NEW_WORD, 'true');
  return words.size === 0 ? path : `${path}?${words}`;
}

export const inviteAddress = (): string => withForm('/settings/operators', '', true);
export const newApiTokenAddress = (): string => withForm('/settings/tokens', '', true);
