import type { HostFilter } from '@/lib/domain/host-filter';
import type { BootClass } from './class';
import type { BootStage } from './stage';

export type Count = { hosts: number; vms: number };
/** A count and the filter that selects its hosts. */
export type Figure = Count & { filter: HostFilter };

/** Hosts of one fabric, cluster, class and stage that agree in everything that the cockpit needs. */
export type BootGroup = BootClass &
  Count & {
    fabric: string;
    cluster: string | null;
    bootClass: string;
    stage: BootStage;
    isAble: boolean;
    /** HGS judges how it was started. */
    isMeasured: boolean;
    /** HGS names SecureBootSettings. */
    isRefused: boolean;
    /** It passes, and its next start measures another boot state. */
    isChanging: boolean;
    isLate: boolean;
  };

export const NOTHING: Count = { hosts: 0, vms: 0 };

export const only = <T extends string>(value: T) => ({ include: [value], exclude: [] });
export const anyOf = <T extends string>(values: readonly T[]) => ({ include: [...values], exclude: [] });

export function countOf(groups: readonly BootGroup[]): Count {
  return groups.reduce((sum, { hosts, vms }) => ({ hosts: sum.hosts + hosts, vms: sum.vms + vms }), NOTHING);
}

const SHOWN_NAMES = 5;

/** PostgreSQL's order by code unit. */
export const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort(byText);

export const fabricsOf = (groups: readonly BootGroup[]): string[] =>
  distinct(groups.map(({ fabric }) => fabric));

/** The first few clusters: a class may be in any number. */
export function clustersOf(groups: readonly BootGroup[]): { clusters: string[]; clusterCount: number } {
  const names = distinct(groups.flatMap(({ cluster }) => cluster ?? []));
  return { clusters: names.slice(0, SHOWN_NAMES), clusterCount: names.length };
}
