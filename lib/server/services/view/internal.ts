import { validate as isUuid } from 'uuid';
import type { SavedView } from '@/lib/contracts/view';
import { formatHostQuery, parseHostQuery, readFilterValue } from '@/lib/contracts/words/host-query';
import { isSameName } from '@/lib/contracts/words/view';
import { fabricScope, requirePerson } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { holdLock } from '@/lib/server/db/locks';
import { ServiceError } from '@/lib/server/errors';
import { listFabrics } from '@/lib/server/services/fabric';
import { doersOf } from '@/lib/server/services/operator';

const SHOWN = {
  id: true,
  operatorId: true,
  name: true,
  page: true,
  query: true,
  columns: true,
  shared: true,
  version: true,
  createdAt: true,
  updatedAt: true,
} as const;

/** The id of the person who asks; null for this server's own shell, which sees and removes everybody's views. */
export const askerOf = (ctx: Ctx): string | null =>
  ctx.actor.kind === 'system' ? null : requirePerson(ctx).id;

export const storedViews = (ctx: Ctx, where: { page?: string; id?: string }, own: string | null) =>
  ctx.db.savedView.findMany({
    where: own === null ? where : { ...where, OR: [{ operatorId: own }, { shared: true }] },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: SHOWN,
  });
export type StoredView = Awaited<ReturnType<typeof storedViews>>[number];

/** The query as it is asked from now on: without a page and without a time. */
export function canonicalQuery(query: string): string {
  const reading = parseHostQuery(new URLSearchParams(query));
  if (!reading.ok)
    throw new ServiceError('invalid_value', `query: ${reading.message}`, { pointer: '/query' });
  return formatHostQuery({ ...reading.query, at: null, cursor: null }).toString();
}

/**
 * Whether a view names no fabric outside what the reader sees. A query that no version can read any more
 * names none.
 */
export async function seesFabricsOf(ctx: Ctx): Promise<(view: StoredView) => boolean> {
  if (fabricScope(ctx) === 'all') return () => true;
  const visible = await listFabrics({ ctx, input: { at: null } });
  const known = new Set(visible.flatMap(({ id, name }) => [id, name]));
  return ({ query }) => {
    const words = new URLSearchParams(query).getAll('fabric');
    return words.every((word) => known.has(readFilterValue(word).value));
  };
}

/** The views in a person's list: their own, and shared ones that name no fabric outside what they see. */
export async function viewsSeen(
  ctx: Ctx,
  where: { page?: string },
  own: string | null,
): Promise<StoredView[]> {
  const stored = await storedViews(ctx, where, own);
  const isSeen = await seesFabricsOf(ctx);
  return stored.filter((view) => view.operatorId === own || isSeen(view));
}

/**
 * Changes of views run one after the other: two at once would not see each other's name, and could exceed the
 * limit together.
 */
export const lockViews = (tx: Db) => holdLock(tx, 'viewNames');

type Named = { id: string; page: string; name: string };

/**
 * Refuses a name that another view in the person's list has. Private views of others stay hidden, so a view
 * that is shared later may have the same name as another.
 */
export async function refuseTakenName(ctx: Ctx, { id, page, name }: Named, own: string): Promise<void> {
  const views = await viewsSeen(ctx, { page }, own);
  const alike = views.filter((view) => view.id !== id && isSameName(view.name, name));
  const taken = alike.find(({ operatorId }) => operatorId === own) ?? alike[0];
  if (taken === undefined) return;
  const way = taken.operatorId === own ? 'change that one, or give' : 'somebody shares it: give';
  throw new ServiceError('name_taken', `There is a view named "${taken.name}": ${way} another name`, {
    pointer: '/name',
    more: { id: taken.id },
  });
}

/** The caller's own view. A shared view of another person can only be read; a private one is not found. */
export async function ownView(ctx: Ctx, id: string, own: string | null): Promise<StoredView> {
  const [view] = isUuid(id) ? await storedViews(ctx, { id }, own) : [];
  if (view === undefined || !(await seesFabricsOf(ctx))(view))
    throw new ServiceError('not_found', 'No such view');
  if (own !== null && view.operatorId !== own)
    throw new ServiceError('forbidden', 'Only who saved this view changes it: save it as your own');
  return view;
}

export async function toViews(
  ctx: Ctx,
  stored: readonly StoredView[],
  own: string | null,
): Promise<SavedView[]> {
  const doer = await doersOf(
    ctx.db,
    stored.map(({ operatorId }) => operatorId),
  );
  return stored.map(({ operatorId, page, columns, createdAt, updatedAt, ...view }) => ({
    ...view,
    // Only this service writes it.
    page: page as SavedView['page'],
    columns: columns.length === 0 ? null : columns,
    isOwn: operatorId === own,
    madeBy: doer(operatorId),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }));
}

export async function oneView(ctx: Ctx, id: string, own: string): Promise<SavedView> {
  const [view] = await toViews(ctx, await storedViews(ctx, { id }, own), own);
  if (view === undefined) throw new ServiceError('not_found', 'No such view');
  return view;
}
