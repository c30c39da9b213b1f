'use client';

import { useTranslations } from 'next-intl';
import { useStateText } from '@/components/fleet/state-text';
import type { Found } from '@/components/shell/search/found';
import { actionsFor, pagesFor } from '@/components/shell/search/pages';
import { changesOfDay } from '@/components/shell/search/times';
import { useTimeAsked } from '@/components/shell/search/use-time-asked';
import { onceDialogClosed } from '@/components/ui/dialog';
import { useZone } from '@/components/ui/use-zone';
import { fabricAddress, hostsAddress } from '@/lib/client/host-address';
import { BEGUN_FOR_HOST, RECORD_PLACE } from '@/lib/client/host-page-places';
import { useLastList } from '@/lib/client/use-last-lists';
import { useScope } from '@/lib/client/use-scope';
import type { Role } from '@/lib/domain/roles';
import { bestMatch } from '@/lib/domain/search';
import { STATES } from '@/lib/domain/vocabulary';
import { dayAndMonth, fullMoment } from '@/lib/i18n/moment';

/** What can be done from anywhere, besides going to a page. */
export type Doing = {
  showShortcuts: () => void;
  print: () => void;
  switchTheme: () => void;
  switchLanguage: () => void;
  signOut: () => void;
  backToLive: (() => void) | null;
};

/** `words` are what it is also looked for by; they are not shown. What is for others never is the best hit beside one's own. */
type Place = Omit<Found, 'match'> & { words?: string; isSoughtOnly?: boolean; isForOthers?: boolean };

/** What the console knows without its server: pages, states, times and what can be done. Without a text, pages and actions. */
export function useLocal(text: string, role: Role, doing: Doing): Found[] {
  const times = useTimes(text);
  const places = [...useStates(), ...usePages(role), ...useBegun(role), ...useDone(doing)];
  if (text === '')
    return places.filter(({ isSoughtOnly }) => !isSoughtOnly).map((one) => ({ ...one, match: 'exact' }));
  const found = places.flatMap(({ words = '', isSoughtOnly: _, isForOthers, ...one }): Found[] => {
    const match = bestMatch([one.label, words], text);
    return match === null ? [] : [{ ...one, match: isForOthers ? 'other' : match }];
  });
  return [...times, ...found];
}

const place = (kind: Found['kind'], label: string, to: Found['to'], more: Partial<Place> = {}): Place => ({
  ...{ key: `${kind} ${label}`, kind, label, detail: '', to, ...more },
});

function useStates(): Place[] {
  const t = useTranslations('search');
  const stateText = useStateText();
  return STATES.map((state) => {
    const to = hostsAddress({ filter: { state: { include: [state], exclude: [] } } });
    return place('state', stateText(state), to, { detail: t('stateOf'), words: state, isSoughtOnly: true });
  });
}

function usePages(role: Role): Place[] {
  const t = useTranslations('search');
  return pagesFor(role).map(({ name, path, onlyFor }) =>
    place('page', t(`page.${name}`), path, {
      ...((name === 'hosts' || name === 'secureBoot' || name === 'plans') && { words: t(`words.${name}`) }),
      ...(onlyFor !== null && { detail: t(`onlyFor.${onlyFor}`), isSoughtOnly: true, isForOthers: true }),
    }),
  );
}

function useBegun(role: Role): Place[] {
  const t = useTranslations('search');
  const lastList = useLastList();
  const onHost = doneOnHost();
  return actionsFor(role).map((action) => {
    const to = onHost.get(action.name);
    // What is done in a list is done with the hosts that its filters leave.
    const elsewhere = 'doneIn' in action ? lastList(action.path) : action.path;
    return place('action', t(`action.${action.name}`), to ?? elsewhere, {
      ...('doneIn' in action && { detail: t(`doneIn.${action.doneIn}`) }),
      ...(action.name in BEGUN_FOR_HOST && { detail: t('forManyHosts') }),
      ...(to !== undefined && { detail: t(typeof to === 'string' ? 'forThisHost' : 'doneIn.hostPage') }),
      ...(('doneIn' in action || 'isSoughtOnly' in action) && {
        ...{ words: t(`words.${action.name}`), isSoughtOnly: true },
      }),
    });
  });
}

/** What the page of a host offers to do for this host; elsewhere nothing. */
function doneOnHost(): ReadonlyMap<string, Found['to']> {
  const toRecord = wayToRecordHere();
  const begun = Object.entries(BEGUN_FOR_HOST).flatMap(([name, id]): [string, string][] => {
    const address = document.getElementById(id)?.getAttribute('href') ?? null;
    return address === null ? [] : [[name, address]];
  });
  const recorded = toRecord === null ? [] : RECORDED.map((name) => [name, toRecord] as const);
  return new Map<string, Found['to']>([...begun, ...recorded]);
}

/** What is done in the record of a host. */
const RECORDED = ['retireHost', 'reenrollHost'];

/** Leads to the record of the host on whose page one stands; null elsewhere. */
function wayToRecordHere(): (() => void) | null {
  const record = document.getElementById(RECORD_PLACE);
  if (record === null) return null;
  return () => onceDialogClosed(() => record.focus());
}

function useDone(doing: Doing): Place[] {
  const t = useTranslations('search');
  return [
    ...(doing.backToLive === null ? [] : [place('action', t('action.backToLive'), doing.backToLive)]),
    place('action', t('action.theme'), doing.switchTheme, { words: t('words.theme') }),
    place('action', t('action.language'), doing.switchLanguage, { words: t('words.language') }),
    place('action', t('action.print'), doing.print, { words: t('words.print'), isSoughtOnly: true }),
    place('action', t('action.shortcuts'), doing.showShortcuts, { words: t('words.shortcuts') }),
    place('action', t('action.signOut'), doing.signOut, { words: t('words.signOut') }),
  ];
}

/** A day or a moment that is typed: the fleet as it was then, and what changed on that day. */
function useTimes(text: string): Found[] {
  const t = useTranslations('search');
  const zone = useZone();
  const now = new Date();
  const page = useScope();
  const { time } = useTimeAsked(text);
  if (time === null || typeof time === 'string') return [];
  const { at, since } = time;
  const found = (label: string, to: string): Found => ({ ...place('page', label, to), match: 'exact' });
  const changes = found(
    t('changesOf', { day: dayAndMonth(since, now, zone) }),
    changesOfDay(time, { now, at: page.at }),
  );
  if (at === null) return [changes];
  return [found(t('fleetAsOf', { moment: fullMoment(at, zone) }), fabricAddress({ at })), changes];
}
