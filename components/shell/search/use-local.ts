'use client';

import { useTranslations } from 'next-intl';
import type { Found } from '@/components/shell/search/found';
import { actionsFor, pagesFor } from '@/components/shell/search/pages';
import { hostsAddress } from '@/lib/client/host-address';
import type { Role } from '@/lib/domain/roles';
import { bestMatch } from '@/lib/domain/search';
import { STATES } from '@/lib/domain/vocabulary';

/** What can be done from anywhere, besides going to a page. */
export type Doing = {
  showShortcuts: () => void;
  switchTheme: () => void;
  switchLanguage: () => void;
  signOut: () => void;
  backToLive: (() => void) | null;
};

/** `words` are what it is also looked for by; they are not shown. */
type Place = Omit<Found, 'match'> & { words?: string };

/** What the console knows without its server: pages, states and what can be done. Without a text, pages and actions. */
export function useLocal(text: string, role: Role, doing: Doing): Found[] {
  const t = useTranslations('search');
  const page = (kind: 'page' | 'action', label: string, to: Place['to'], words = ''): Place => ({
    ...{ key: `${kind} ${label}`, kind, label, detail: '', to, words },
  });
  const pages = pagesFor(role).map(({ name, path }) =>
    page('page', t(`page.${name}`), path, name === 'hosts' ? t('words.hosts') : ''),
  );
  const begun = actionsFor(role).map(({ name, path }) => page('action', t(`action.${name}`), path));
  const done = [
    ...(doing.backToLive === null ? [] : [page('action', t('action.backToLive'), doing.backToLive)]),
    page('action', t('action.theme'), doing.switchTheme, t('words.theme')),
    page('action', t('action.language'), doing.switchLanguage, t('words.language')),
    page('action', t('action.shortcuts'), doing.showShortcuts, t('words.shortcuts')),
    page('action', t('action.signOut'), doing.signOut, t('words.signOut')),
  ];
  const states = STATES.map(
    (state): Place => ({
      ...{ key: `state ${state}`, kind: 'state', label: state, detail: t('stateOf') },
      to: hostsAddress({ filter: { state: { include: [state], exclude: [] } } }),
    }),
  );
  const all = [...pages, ...begun, ...done];
  if (text === '') return all.map((one) => ({ ...one, match: 'exact' }));
  return [...states, ...all].flatMap((one) => {
    const { words = '', ...found } = one;
    const match = bestMatch([found.label, words], text);
    return match === null ? [] : [{ ...found, match }];
  });
}
