import { hostAddress, hostsAddress } from '@/lib/client/host-address';
import { type PageParameters, parametersOf } from '@/lib/client/host-question';
import { formatNamedHosts, readNamedHosts } from '@/lib/client/named-hosts';
import { waveAddress } from '@/lib/client/wave-address';
import {
  alsoKnown,
  formatHostQuery,
  type HostQueryProblem,
  invalidValue,
  parseQuestion,
} from '@/lib/contracts/words/host-query';

import type { HostFilter } from '@/lib/domain/host-filter';

/** All that matched when somebody chose them. */
export type Shown = { count: number; digest: string };

/** Names hosts one by one, so many that the tab keeps, a wave, or all that a filter matches: now, or as they were shown. */
export type PlanFor =
  | { hosts: readonly string[] }
  | { picked: number }
  | { wave: string }
  | { filter: HostFilter; shown: Shown | null };

/** Open plans, or all of them. */
export function plansAddress({ isAll = false, cursor = null }: Partial<PlansShown> = {}): string {
  const words = new URLSearchParams({ ...(isAll && { all: 'true' }), ...(cursor !== null && { cursor }) });
  return words.size === 0 ? '/plans' : `/plans?${words}`;
}

type PlansShown = { isAll: boolean; cursor: string | null };

export const planAddress = (id: string): string => `/plans/${id}`;

function wordsFor(asked: PlanFor): URLSearchParams {
  if ('hosts' in asked) return formatNamedHosts(asked.hosts);
  if ('picked' in asked) return new URLSearchParams({ picked: String(asked.picked) });
  if ('wave' in asked) return new URLSearchParams({ wave: asked.wave });
  const words = formatHostQuery({ filter: asked.filter });
  if (asked.shown !== null) {
    words.append('count', String(asked.shown.count));
    words.append('digest', asked.shown.digest);
  }
  return words;
}

/** Where it is looked at before it is made. */
export function newPlanAddress(asked: PlanFor): string {
  const text = wordsFor(asked).toString();
  return text === '' ? '/plans/new' : `/plans/new?${text}`;
}

const OWN_WORDS = ['host', 'picked', 'wave', 'count', 'digest', 'at'];

/** A plan is about now: the time of an address is left out. */
export function readNewPlanAddress(
  parameters: PageParameters,
): { ok: true; query: PlanFor } | HostQueryProblem {
  const words = parametersOf(parameters);
  const of = (name: string) => words.find(([word]) => word === name)?.[1];
  const reading = parseQuestion(words.filter(([word]) => !OWN_WORDS.includes(word)));
  if (!reading.ok) return alsoKnown(reading, OWN_WORDS);
  const hosts = readNamedHosts(words);
  if (!Array.isArray(hosts)) return hosts;
  if (hosts.length > 0) return { ok: true, query: { hosts } };
  const picked = of('picked');
  if (picked !== undefined)
    return /^\d{1,5}$/.test(picked)
      ? { ok: true, query: { picked: Number(picked) } }
      : wrong('picked', picked);
  const wave = of('wave');
  if (wave !== undefined) return { ok: true, query: { wave } };
  const shown = readShown(of('count'), of('digest'));
  if (shown === 'bad') return wrong('count', of('count') ?? '');
  return { ok: true, query: { filter: reading.query.filter, shown } };
}

/** Nobody writes these by hand: the links of other pages have them. */
const wrong = (parameter: string, text: string): HostQueryProblem =>
  invalidValue(parameter, text, { rule: 'ownLink' });

function readShown(count: string | undefined, digest: string | undefined): Shown | null | 'bad' {
  if (count === undefined && digest === undefined) return null;
  const isWhole = count !== undefined && digest !== undefined && /^\d{1,9}$/.test(count);
  return isWhole ? { count: Number(count), digest } : 'bad';
}

/** What an address names that may not be there: a wave, or hosts. */
export const thingOf = (asked: PlanFor) => ('wave' in asked ? 'wave' : 'host');

/** The way back to where the hosts were chosen. */
export function chosenAddress(asked: PlanFor): string {
  if ('wave' in asked) return waveAddress(asked.wave);
  if ('filter' in asked) return hostsAddress({ filter: asked.filter });
  if ('picked' in asked) return hostsAddress({ filter: {} });
  const [only, ...others] = asked.hosts;
  return only !== undefined && others.length === 0 ? hostAddress(only) : hostsAddress({ filter: {} });
}

/** Those that are, or then were, under way over a host. */
export const plansOfHost = (host: string, at: string | null) => ({
  ...{ host, at },
  state: ['open' as const, 'proven' as const],
});
