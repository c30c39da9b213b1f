import { createHash } from 'node:crypto';
import type { HostSelection } from '@/lib/contracts/fleet';
import { formatHostQuery, type HostQuery, parseHostQuery } from '@/lib/contracts/host-query';
import type { Selection } from '@/lib/contracts/selection';
import { SELECTED_HOSTS_AT_MOST } from '@/lib/domain/selection';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { type SelectedHost, selectMatching, selectNamed } from '@/lib/server/db/fleet/answers/selected-hosts';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { ServiceError } from '@/lib/server/errors';
import { asOfText, fleetQuestion, hostNotFound } from './internal';

/** Equal for the same hosts, in whatever order a list shows them. */
const digestOf = (hosts: readonly SelectedHost[]) =>
  createHash('sha256')
    .update(hosts.map(({ id }) => id).join('\n'))
    .digest('base64url');

/** All that match, by id, and what tells them from any other set of hosts. */
export async function matchingSelection(db: Db, question: FleetQuestion) {
  const hosts = await selectMatching(db, question, SELECTED_HOSTS_AT_MOST + 1);
  if (hosts.length > SELECTED_HOSTS_AT_MOST)
    throw new ServiceError(
      'selection_too_large',
      `More than ${SELECTED_HOSTS_AT_MOST} hosts match: narrow the filter and do it in parts`,
      { pointer: 'digest' },
    );
  return { hosts, digest: digestOf(hosts) };
}

/** All that a filter matches now, as a verb on them is told. */
export async function describeSelection({
  ctx,
  input,
}: Verb<Pick<HostQuery, 'filter' | 'at'>>): Promise<HostSelection> {
  authorize(ctx, 'host.read');
  const question = await fleetQuestion(ctx, input);
  const { hosts, digest } = await matchingSelection(ctx.db, question);
  const filter = formatHostQuery(input).toString();
  return { asOf: asOfText(question), filter, count: hosts.length, digest };
}

/**
 * The hosts that somebody chose, frozen: named one by one, or all that a list matches now (at its own time, where its
 * address has one). Refused where they are no longer those that were shown.
 */
export async function selectHosts(ctx: Ctx, selection: Selection): Promise<SelectedHost[]> {
  if (selection.hosts !== undefined) return namedHosts(ctx, selection.hosts);
  const reading = parseHostQuery(new URLSearchParams(selection.filter));
  if (!reading.ok)
    throw new ServiceError('invalid_value', `filter: ${reading.message}`, { pointer: '/filter' });
  const { hosts, digest } = await matchingSelection(ctx.db, await fleetQuestion(ctx, reading.query));
  if (hosts.length !== selection.count || digest !== selection.digest)
    throw new ServiceError(
      'selection_changed',
      `Other hosts match by now (${hosts.length}): look at the list again before you decide`,
      { more: { count: hosts.length, digest } },
    );
  if (hosts.length === 0)
    throw new ServiceError('invalid_value', 'filter: matches no host', { pointer: '/filter' });
  return hosts;
}

async function namedHosts(ctx: Ctx, ids: readonly string[]): Promise<SelectedHost[]> {
  const asked = ids.map((id) => id.toLowerCase());
  const question = { when: { live: ctx.now }, fabrics: fabricScope(ctx) };
  const found = await selectNamed(ctx.db, question, [...new Set(asked)]);
  const known = new Set(found.map(({ id }) => id));
  if (asked.some((id) => !known.has(id))) throw hostNotFound();
  return found;
}
