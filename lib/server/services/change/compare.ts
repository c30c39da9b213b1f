import { validate as isUuid } from 'uuid';
import type { Changelog, ChangelogInput } from '@/lib/contracts/changes';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { countDifferences, pageOfDifferences } from '@/lib/server/db/fleet/answers/compare';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { ServiceError } from '@/lib/server/errors';
import {
  decodeCursor,
  encodeCursor,
  questionDigest,
  refusedCursor,
} from '@/lib/server/request/opaque-cursor';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';

type Position = { position: string; id: string };

const refused = () =>
  refusedCursor('The cursor is not one for this comparison. Start again without a cursor.');

const digestOfComparison = ({ from, to, fabric }: ChangelogInput) =>
  questionDigest(JSON.stringify([from, to, fabric]));

const writeCursor = (input: ChangelogInput, { position, id }: Position) =>
  encodeCursor([digestOfComparison(input), position, id]);

function readCursor(input: ChangelogInput): Position | null {
  if (input.cursor === null) return null;
  const [digest, position, id] = decodeCursor(input.cursor) ?? [];
  if (digest !== digestOfComparison(input) || typeof position !== 'string' || position.includes('\0'))
    throw refused();
  if (typeof id !== 'string' || !isUuid(id)) throw refused();
  return { position, id };
}

/** What differs between the fleet at one time and at another, by what is known now of both. */
export async function compareFleet({ ctx, input }: Verb<ChangelogInput>): Promise<Changelog> {
  authorize(ctx, 'history.read');
  const question = { fabrics: fabricScope(ctx), filter: input.fabric ? { fabric: input.fabric } : {} };
  await refuseForgotten(ctx, input.from, 'from');
  const [from, to] = [momentOf(whenOf(ctx, input.from, 'from')), momentOf(whenOf(ctx, input.to, 'to'))];
  if (from > to)
    throw new ServiceError('invalid_value', 'The time "from" must not be after "to".', { pointer: 'from' });
  const after = readCursor(input);
  // Out of history on both sides: what is late by the clock alone differs in nothing.
  const sides = [
    { ...question, when: { at: from } },
    { ...question, when: { at: to } },
  ] as const;
  const [counted, found] = await Promise.all([
    countDifferences(ctx.db, sides),
    pageOfDifferences(ctx.db, sides, { after, limit: input.limit + 1 }),
  ]);
  const page = found.slice(0, input.limit);
  const last = page.at(-1);
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    ...counted,
    hosts: page.map(({ position: _, ...host }) => host),
    nextCursor: found.length > page.length && last !== undefined ? writeCursor(input, last) : null,
  };
}
