import type { HostList, HostRow, HostSelection } from '@/lib/contracts/fleet';
import type { Selection } from '@/lib/contracts/selection';

export type ChosenHost = Pick<HostRow, 'id' | 'hostname' | 'fqdn'>;
export type AllThatMatch = Pick<HostSelection, 'asOf' | 'filter' | 'count' | 'digest'>;

/** Hosts one by one, which stay chosen wherever the list goes, or all that matched when somebody asked for all. */
export type HostChoice = { hosts: ReadonlyMap<string, ChosenHost> } | { all: AllThatMatch };

export const NOBODY: HostChoice = { hosts: new Map() };

export const countOf = (choice: HostChoice): number =>
  'all' in choice ? choice.all.count : choice.hosts.size;

export const isChosen = (choice: HostChoice, id: string): boolean => 'all' in choice || choice.hosts.has(id);

/** Rows become chosen or are left out. Left out of all that match, the others of the page stay: those are in view. */
export function choose(
  choice: HostChoice,
  rows: readonly ChosenHost[],
  { isOn, page }: { isOn: boolean; page: readonly ChosenHost[] },
): HostChoice {
  const before = 'all' in choice ? page : choice.hosts.values();
  const hosts = new Map(Array.from(before, (host) => [host.id, host]));
  for (const host of rows) {
    if (isOn) hosts.set(host.id, host);
    else hosts.delete(host.id);
  }
  return { hosts };
}

/** The rows between two of a page, both included; the second alone where the first is not on it. */
export function rowsBetween<Row extends { id: string }>(
  page: readonly Row[],
  from: string | null,
  to: string,
): readonly Row[] {
  const [first, last] = [from, to].map((id) => page.findIndex((row) => row.id === id)) as [number, number];
  if (last === -1) return [];
  if (first === -1) return page.slice(last, last + 1);
  return page.slice(Math.min(first, last), Math.max(first, last) + 1);
}

/** How many of the chosen ones are on the page. */
export const countOnPage = (choice: HostChoice, page: readonly { id: string }[]): number =>
  page.filter(({ id }) => isChosen(choice, id)).length;

/** Whether the list is of a later time than the selection of all that matched, and counts more hosts or fewer. */
export const isOutgrown = (choice: HostChoice, { asOf, total }: Pick<HostList, 'asOf' | 'total'>): boolean =>
  'all' in choice && asOf > choice.all.asOf && total !== choice.all.count;

/** As verbs on many hosts take it. */
export function selectionInput(choice: HostChoice): Selection {
  if (!('all' in choice)) return { hosts: [...choice.hosts.keys()] };
  const { filter, count, digest } = choice.all;
  return { filter, count, digest };
}
