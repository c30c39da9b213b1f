import { validate as isUuid } from 'uuid';
import { Changelog, ChangelogInput } from '@/lib/contracts/compare';
import { countDifferences, type Differing, pageOfDifferences } from '@/lib/server/db/fleet/answers/compare';
import { PAGE_OF_COMPARISON } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { comparisonCursor, readComparison } from './comparison';

type Position = { position: string; id: string };

function positionOf([position, id]: readonly unknown[]): Position | null {
  if (typeof position !== 'string' || position.includes('\0')) return null;
  return typeof id === 'string' && isUuid(id) ? { position, id } : null;
}

/** A host as the answer shows it. */
export const toldHost = ({ position: _, ...host }: Differing): Changelog['hosts'][number] => host;

/** How the fleet differs between two times, by what is known now about both. */
export const compareFleet = verb({
  procedure: 'change.compare',
  route: { at: 'GET /api/v1/changelog', tag: 'changes', words: PAGE_OF_COMPARISON },
  summary: 'Says host by host what differs between the fleet at two times.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: ChangelogInput,
  output: Changelog,
  work: async ({ ctx, input }) => {
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
  },
});
