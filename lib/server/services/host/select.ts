import { createHash } from 'node:crypto';
import { HostSelection, SelectionWeight } from '@/lib/contracts/fleet';
import { NamedHostsInput } from '@/lib/contracts/host-query';
import type { Selection } from '@/lib/contracts/selection';
import { formatHostQuery, type HostQuery, parseHostQuery } from '@/lib/contracts/words/host-query';
import { SELECTED_HOSTS_AT_MOST } from '@/lib/domain/selection';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { type SelectedHost, selectMatching, selectNamed } from '@/lib/server/db/fleet/answers/selected-hosts';
import { weighMatching } from '@/lib/server/db/fleet/answers/selection-weight';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';
import { asOfText, fleetQuestion, hostNotFound } from './internal';

/** Equal for the same hosts, which come sorted by id. */
export const digestOfHosts = (hosts: readonly SelectedHost[]): string =>
  createHash('sha256')
    .update(hosts.map(({ id }) => id).join('\n'))
    .digest('base64url');

/** Refuses hosts that are not those that the person was shown. */
export function refuseOtherHosts(
  hosts: readonly SelectedHost[],
  shown: Pick<Selection, 'count' | 'digest'>,
): void {
  const [count, digest] = [hosts.length, digestOfHosts(hosts)];
  if (count !== shown.count || digest !== shown.digest)
    throw new ServiceError(
      'selection_changed',
      `Other hosts match by now (${count}): look at the list again before you decide`,
      { more: { count, digest } },
    );
}

/** All matching hosts, by id, and the digest that identifies this set. */
export async function matchingSelection(db: Db, question: FleetQuestion) {
  const hosts = await selectMatching(db, question, SELECTED_HOSTS_AT_MOST + 1);
  if (hosts.length > SELECTED_HOSTS_AT_MOST)
    throw new ServiceError(
      'selection_too_large',
      `More than ${SELECTED_HOSTS_AT_MOST} hosts match: narrow the filter and do it in parts`,
      { pointer: 'digest' },
    );
  return { hosts, digest: digestOfHosts(hosts) };
}

/** All hosts that a filter matches now, or the named ones among them, as input of a verb on them. */
export const describeSelection = verb({
  procedure: 'host.selection',
  summary: 'Counts the hosts that match and gives the digest by which they are told again.',
  right: 'host.read',
  kind: 'query',
  input: NamedHostsInput,
  output: HostSelection,
  work: async ({ ctx, input }) => {
    const question = await fleetQuestion(ctx, input);
    const { hosts, digest } = await matchingSelection(ctx.db, question);
    const filter = formatHostQuery(input).toString();
    return { asOf: asOfText(question), filter, count: hosts.length, digest };
  },
});

/** How many VMs and hosts a verb on all matching or named hosts would affect, counted without reading the hosts. */
export const weighSelection = verb({
  procedure: 'host.selectionWeight',
  summary: 'Says what work on the hosts that match would touch.',
  right: 'host.read',
  kind: 'query',
  input: NamedHostsInput,
  output: SelectionWeight,
  work: async ({ ctx, input }) => {
    const question = await fleetQuestion(ctx, input);
    return { asOf: asOfText(question), ...(await weighMatching(ctx.db, question)) };
  },
});

/**
 * The hosts that a person selected, frozen: named one by one, or all that a list matches now (or at the time
 * in its address). Refused if they are no longer those that the person was shown.
 */
export async function selectHosts(
  ctx: Ctx,
  selection: Selection,
  at: Date | null = null,
): Promise<SelectedHost[]> {
  if (selection.hosts !== undefined) return namedHosts(ctx, selection.hosts, at);
  const query = readFilter(selection.filter ?? '');
  const { hosts } = await matchingSelection(ctx.db, await fleetQuestion(ctx, query));
  refuseOtherHosts(hosts, selection);
  if (hosts.length === 0)
    throw new ServiceError('invalid_value', 'filter: matches no host', { pointer: '/filter' });
  return hosts;
}

/** The list of which a person selected all hosts. */
export function readFilter(filter: string): HostQuery {
  const reading = parseHostQuery(new URLSearchParams(filter));
  if (reading.ok) return reading.query;
  throw new ServiceError('invalid_value', `filter: ${reading.message}`, { pointer: '/filter' });
}

async function namedHosts(ctx: Ctx, ids: readonly string[], at: Date | null): Promise<SelectedHost[]> {
  const asked = ids.map((id) => id.toLowerCase());
  const { when, fabrics } = await fleetQuestion(ctx, { filter: {}, at });
  const found = await selectNamed(ctx.db, { when, fabrics }, [...new Set(asked)]);
  const known = new Set(found.map(({ id }) => id));
  if (asked.some((id) => !known.has(id))) throw hostNotFound();
  return found;
}
