import { remember } from '@/lib/client/preferences';
import type { HostField } from '@/lib/contracts/fleet';
import { HOST_WORDS, SAID_WORDS, type SaidWord } from '@/lib/domain/host-filter';

/** What a list of hosts can show of each beside its name, in the order in which it is offered. */
export const LIST_COLUMNS = [
  'state',
  'checks',
  'since',
  'lastReport',
  'cluster',
  'virtualMachines',
  'os',
  'mode',
  'owner',
  'fabric',
  ...SAID_WORDS,
  'agent',
  'osBuild',
  'boot',
] as const;
export type ListColumn = (typeof LIST_COLUMNS)[number];

/** What it shows until somebody chooses. */
export const DEFAULT_COLUMNS: readonly ListColumn[] = LIST_COLUMNS.slice(0, 6);

export type ListLook = {
  /** The chosen columns in their order. Null: as the list comes, which also fits the window. */
  columns: readonly ListColumn[] | null;
  isDense: boolean;
};

export const LIST_LOOK_COOKIE = 'gf-list';

/** Those that there are, each once: what another version kept may name others. */
export function knownColumns(names: readonly string[]): ListColumn[] {
  const known = names.flatMap((name) => LIST_COLUMNS.find((column) => column === name) ?? []);
  return [...new Set(known)];
}

/** A cookie is anybody's text. */
export function readListLook(text: string | undefined): ListLook {
  const [density, ...names] = (text ?? '').split('.');
  return { columns: names.length === 0 ? null : knownColumns(names), isDense: density === 'dense' };
}

export function formatListLook({ columns, isDense }: ListLook): string {
  const names = columns === null ? [] : columns.length === 0 ? [''] : columns;
  return [isDense ? 'dense' : 'normal', ...names].join('.');
}

export const rememberListLook = (look: ListLook) => remember(LIST_LOOK_COOKIE, formatListLook(look));

/** What a column shows, as a file has it: some have two columns there. */
const FIELDS: Readonly<Record<ListColumn, readonly HostField[]>> = {
  state: ['state', 'exception'],
  checks: ['failingChecks', 'cause'],
  since: ['since'],
  lastReport: ['lastObservedAt', 'reporting'],
  cluster: ['cluster'],
  virtualMachines: ['shieldedVms'],
  os: ['os'],
  mode: ['attestationMode'],
  owner: ['owner'],
  fabric: ['fabric'],
  ...(Object.fromEntries(SAID_WORDS.map((word) => [word, [HOST_WORDS[word].field]])) as Record<
    SaidWord,
    HostField[]
  >),
  agent: ['agentVersion'],
  osBuild: ['osVersion'],
  boot: ['bootStage'],
};

/** The columns of a file of the list: what it shows in its order, and the id for whoever looks a host up by it. */
export const fileColumns = ({ columns }: Pick<ListLook, 'columns'>): HostField[] => [
  ...(['hostname', 'fqdn'] as const),
  ...(columns ?? DEFAULT_COLUMNS).flatMap((column) => FIELDS[column]),
  'id',
];

/** One place up or down; at an end it stays. */
export function movedColumn(
  columns: readonly ListColumn[],
  column: ListColumn,
  step: 1 | -1,
): readonly ListColumn[] {
  const from = columns.indexOf(column);
  const to = from + step;
  if (from === -1 || to < 0 || to >= columns.length) return columns;
  const others = columns.filter((one) => one !== column);
  return [...others.slice(0, to), column, ...others.slice(to)];
}
