import { validate as isUuid } from 'uuid';
import type { Changelog, ChangelogInput } from '@/lib/contracts/compare';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { countDifferences, type Differing, pageOfDifferences } from '@/lib/server/db/fleet/answers/compare';
import { comparisonCursor, readComparison } from './comparison';

type Position = { position: string; id: string };

function positionOf([position, id]: readonly unknown[]): Position | null {
  if (typeof position !== 'string' || position.includes('\0')) return null;
  return typeof id === 'string' && isUuid(id) ? { position, id } : null;
}

/** A host as it is told. */
export const toldHost = ({ position: _, ...host }: Differing): Changelog['hosts'][number] => host;

/** What differs between the fleet at one time and at another, by what is known now of both. */
export async function compareFleet({ ctx, input }: Verb<ChangelogInput>): Promise<Changelog> {
  authorize(ctx, 'history.read');
  const { from, to, sides, narrowed } = await readComparison(ctx, input);
  const after = comparisonCursor(input).read(positionOf);
  const [counted, found] = await Promise.all([
    countDifferences(ctx.db, sides, narrowed),
    pageOfDifferences(ctx.db, sides, { after, limit: input.limit + 1, ...narrowed }),
  ]);
  const { facets: _, ...figures } = counted;
  const page = found.slice(0, input.limit);
  const last = page.at(-1);
  const hasMore = found.length > page.length && last !== undefined;
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    ...figures,
    hosts: page.map(toldHost),
    nextCursor: hasMore ? comparisonCursor(input).write([last.position, last.id]) : null,
  };
}
