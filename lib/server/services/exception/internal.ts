import type { ExceptionRow } from '@/lib/contracts/exception';
import { countBy } from '@/lib/domain/compliance';
import { type ExceptionLife, exceptionName, exceptionStateAt } from '@/lib/domain/exception';
import { COMPLIANCE } from '@/lib/domain/vocabulary';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { hostsOfExceptions, type NamedHost } from '@/lib/server/db/fleet/answers/excepted-hosts';
import { isSeenException } from '@/lib/server/db/fleet/answers/exceptions';
import { momentOf, type When } from '@/lib/server/db/fleet/point-in-time';
import { ServiceError } from '@/lib/server/errors';
import { fabricNames } from '@/lib/server/services/fabric';
import { type Doer, doersOf, personBehind } from '@/lib/server/services/operator';

export type StoredException = NonNullable<Awaited<ReturnType<typeof findStored>>>;

const findStored = (ctx: Ctx, id: string) => ctx.db.exception.findUnique({ where: { id } });

/** An exception over several fabrics is found only by callers who see them all. */
export async function findException(ctx: Ctx, id: string): Promise<StoredException> {
  const isSeen = await isSeenException(ctx.db, fabricScope(ctx), id);
  const stored = isSeen ? await findStored(ctx, id) : null;
  if (stored === null) throw new ServiceError('not_found', 'No such exception');
  return stored;
}

/** The state that a verb finds. It is never undefined, because the exception was requested before. */
export const stateOf = (life: ExceptionLife, at: Date) => exceptionStateAt(life, at) ?? 'requested';

/** The refusal of a step that the state does not allow. It says which state the exception has. */
export function refusedStep(stored: StoredException, ctx: Ctx, step: string): ServiceError {
  const said = {
    requested: 'waits for approval',
    inForce: 'is in force',
    ended: 'has ended',
    withdrawn: 'was withdrawn',
  }[stateOf(stored, ctx.now)];
  return new ServiceError('conflict', `${exceptionName(stored.number)} ${said}: ${step}`);
}

/** A step is never dated before the previous one, even if two servers' clocks differ. */
export const notBefore = (earlier: Date, now: Date): Date => (earlier > now ? earlier : now);

type Related = Pick<StoredException, 'id' | 'number' | 'followsId'> & ExceptionLife;

/** Exceptions that renew one of these, or that one of these renews. */
function relatedTo(ctx: Ctx, stored: readonly StoredException[]): Promise<Related[]> {
  const ids = stored.map(({ id }) => id);
  const followed = stored.flatMap(({ followsId }) => followsId ?? []);
  return ctx.db.exception.findMany({
    where: { OR: [{ id: { in: followed } }, { followsId: { in: ids } }] },
    orderBy: { number: 'desc' },
  });
}

type Shown = {
  at: Date;
  hosts: ReadonlyMap<string, NamedHost>;
  related: readonly Related[];
  fabricNames: ReadonlyMap<string, string>;
  doer: (id: string) => Doer;
  person: string | null;
};

/** Rows of exceptions. The names in them are read at once for all rows. */
export async function toRows(
  ctx: Ctx,
  stored: readonly StoredException[],
  when: When,
): Promise<{ rows: ExceptionRow[]; hosts: NamedHost[] }> {
  const hostIds = [...new Set(stored.flatMap(({ hostIds: ids }) => ids))];
  const doers = stored.flatMap((one) => [one.requestedBy, one.approvedBy, one.withdrawnBy]);
  const [hosts, related, names, doer, person] = await Promise.all([
    hostsOfExceptions(ctx.db, { when, fabrics: fabricScope(ctx) }, hostIds),
    relatedTo(ctx, stored),
    fabricNames(
      ctx.db,
      stored.flatMap(({ fabricIds }) => fabricIds),
    ),
    doersOf(ctx.db, doers),
    personBehind(ctx),
  ]);
  const shown: Shown = {
    at: momentOf(when),
    hosts: new Map(hosts.map((host) => [host.id, host])),
    related,
    fabricNames: names,
    doer,
    person,
  };
  return { rows: stored.map((one) => toRow(one, shown)), hosts };
}

/** A step as it stood at a time: one that was taken later is null. */
const step = (time: Date | null, by: string | null, { at, doer }: Shown) =>
  time === null || by === null || time > at
    ? { at: null, by: null }
    : { at: time.toISOString(), by: doer(by) };

function toRow(stored: StoredException, shown: Shown): ExceptionRow {
  const { id, number, fabricIds, causes, reason, control, owner, requesterId } = stored;
  const approved = step(stored.approvedAt, stored.approvedBy, shown);
  const withdrawn = step(stored.withdrawnAt, stored.withdrawnBy, shown);
  return {
    ...{ id, number, name: exceptionName(number), state: stateOf(stored, shown.at) },
    fabrics: fabricIds.map((fabric) => shown.fabricNames.get(fabric) ?? fabric).sort(),
    ...{ causes, reason, control, owner },
    reviewAt: stored.reviewAt.toISOString(),
    endsAt: stored.endsAt.toISOString(),
    requestedAt: stored.requestedAt.toISOString(),
    requestedBy: shown.doer(stored.requestedBy),
    isOwn: requesterId !== null && requesterId === shown.person,
    ...{ approvedAt: approved.at, approvedBy: approved.by },
    ...{ withdrawnAt: withdrawn.at, withdrawnBy: withdrawn.by },
    follows: otherOf(shown, (other) => other.id === stored.followsId),
    renewedBy: otherOf(shown, (other) => other.followsId === id),
    ...hostsOf(stored, shown),
  };
}

function otherOf({ related, at }: Shown, isAsked: (other: Related) => boolean): ExceptionRow['follows'] {
  const other = related.find((one) => isAsked(one) && one.requestedAt <= at);
  if (other === undefined) return null;
  const { id, number, endsAt } = other;
  return { id, number, state: stateOf(other, at), endsAt: endsAt.toISOString() };
}

function hostsOf({ hostIds }: StoredException, shown: Shown) {
  const hosts = hostIds.flatMap((id) => shown.hosts.get(id) ?? []);
  const blocked = hosts.filter(({ state }) => state !== 'Silent' && state !== 'Passed');
  const clusters = new Set(hosts.map(({ cluster }) => cluster));
  return {
    hosts: {
      ...countBy(COMPLIANCE, hosts, ({ compliance }) => compliance),
      total: hostIds.length,
      gone: hostIds.length - hosts.length,
    },
    vmsBlocked: blocked.reduce((sum, { shieldedVms }) => sum + (shieldedVms ?? 0), 0),
    hostname: hostIds.length === 1 ? (hosts[0]?.hostname ?? null) : null,
    cluster: clusters.size === 1 ? (hosts[0]?.cluster ?? null) : null,
  };
}
