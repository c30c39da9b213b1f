import { type Action, mayDo } from '@/lib/domain/permissions';
import type { Actor, Ctx, FabricScope } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';

/**
 * The first line of every verb. Throws unless the actor's role allows the action; the server itself may do
 * everything.
 */
export function authorize(ctx: Ctx, action: Action): void {
  const { actor } = ctx;
  if (actor.kind === 'system') return;
  if (actor.kind === 'anonymous') throw new ServiceError('unauthorized', 'Sign in, or send an API token');
  if (actor.kind === 'host' || !mayDo(actor.role, action))
    throw new ServiceError('forbidden', `Your role does not allow this (${action})`);
}

/** The fabrics whose hosts exist for this actor; a required argument of every fleet query. */
export function fabricScope(ctx: Ctx): FabricScope {
  const { actor } = ctx;
  if (actor.kind === 'system') return 'all';
  return actor.kind === 'operator' || actor.kind === 'apiToken' ? actor.fabrics : [];
}

/** Demands somebody who sees every fabric, for what holds for the whole installation. */
export function requireEveryFabric(ctx: Ctx): void {
  if (fabricScope(ctx) !== 'all')
    throw new ServiceError(
      'forbidden',
      'Only an administrator of all fabrics sees and changes what holds for the whole installation',
    );
}

type Reach = { allFabrics: boolean; fabricIds: readonly string[] };

/**
 * Whether this actor sees every fabric that a token or a report reaches: nobody may learn about one that sees
 * more.
 */
export function seesReach(ctx: Ctx, { allFabrics, fabricIds }: Reach): boolean {
  const scope = fabricScope(ctx);
  return scope === 'all' || (!allFabrics && fabricIds.every((id) => scope.includes(id)));
}

/** Administrators, and the server itself. */
export const administers = ({ actor }: Ctx): boolean =>
  'role' in actor ? actor.role === 'administrator' : actor.kind === 'system';

/** Demands a person, for what belongs to a person and not to a role: preferences, the console's own session. */
export function requireOperator(ctx: Ctx): Extract<Actor, { kind: 'operator' }> {
  if (ctx.actor.kind === 'operator') return ctx.actor;
  if (ctx.actor.kind === 'anonymous') throw new ServiceError('unauthorized', 'Sign in');
  throw new ServiceError('forbidden', 'Only a signed-in operator can do this');
}

/** Demands a person, for a decision that no program may take, whatever its rights. */
export function requirePerson({ actor }: Ctx): Extract<Actor, { kind: 'operator' }> {
  if (actor.kind === 'operator') return actor;
  throw new ServiceError('person_required', 'Only a person can do this: sign in to the console');
}
