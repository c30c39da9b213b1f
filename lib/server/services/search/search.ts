import { type HitOf, SearchAnswer, type SearchHit, SearchInput } from '@/lib/contracts/search';
import { SEARCH_KINDS } from '@/lib/contracts/words/search';
import { bestMatch, inOrderOfMatch } from '@/lib/domain/search';
import { fabricScope } from '@/lib/server/auth/authorize';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { fabricsIn } from '@/lib/server/request/fabrics-in';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { listFabrics } from '@/lib/server/services/fabric';
import { listOperators } from '@/lib/server/services/operator';
import { verb } from '@/lib/server/verbs/verb';
import { findChanges } from './find-changes';
import { findHosts } from './find-hosts';
import { findPapers } from './find-papers';
import { findWaves } from './find-waves';
import { findWords } from './find-words';
import { type Asked, may } from './internal';

/**
 * Finds things by a name, a number or a word, the best first and few of each kind. It finds only what the
 * caller may read: hosts and their parts within the caller's fabrics, everything else as its own list shows
 * it.
 */
export const search = verb({
  procedure: 'search.find',
  route: { at: 'GET /api/v1/search' },
  summary: 'Finds everything that has a name: hosts, plans, exceptions, reports, people and pages.',
  right: 'host.read',
  kind: 'query',
  input: SearchInput,
  output: SearchAnswer,
  work: async ({ ctx, input: words }) => {
    await refuseForgotten(ctx, words.at);
    const fabric = fabricsIn(words.fabric);
    const filter = words.fabric.length === 0 ? {} : { fabric };
    const question = { when: whenOf(ctx, words.at), fabrics: fabricScope(ctx), filter };
    const asked: Asked = { ctx, question, words };
    const hosts = findHosts(asked);
    const found = await Promise.all([
      hosts,
      findWords(asked),
      findFabrics(asked),
      findWaves(asked),
      findChanges(asked, hosts),
      findPapers(asked),
      findOperators(asked),
    ]);
    return { asOf: momentOf(question.when).toISOString(), ...firstOfEach(found.flat(), words.limit) };
  },
});

async function findFabrics({ ctx, words }: Asked): Promise<SearchHit[]> {
  const fabrics = await listFabrics({ ctx, input: { at: words.at } });
  return fabrics.flatMap(({ id, name, hosts }): SearchHit[] => {
    const match = bestMatch([name, id], words.q);
    return match === null ? [] : [{ kind: 'fabric', match, fabric: name, hosts }];
  });
}

/** The best of each kind, and the kinds of which there are more. */
function firstOfEach(hits: readonly SearchHit[], limit: number): Pick<SearchAnswer, 'hits' | 'more'> {
  const kinds = SEARCH_KINDS.map((kind) => inOrderOfMatch(hits.filter((hit) => hit.kind === kind)));
  return {
    hits: inOrderOfMatch(kinds.flatMap((ofKind) => ofKind.slice(0, limit))),
    more: SEARCH_KINDS.filter((_, index) => (kinds[index]?.length ?? 0) > limit),
  };
}

/** People with an account, by name and e-mail address, if the caller manages operators. */
async function findOperators({ ctx, words }: Asked): Promise<HitOf<'operator'>[]> {
  if (!may(ctx, 'operator.manage')) return [];
  const operators = await listOperators({ ctx });
  return operators.flatMap(({ id, name, email, role, disabledAt }): HitOf<'operator'>[] => {
    const match = bestMatch([name, email], words.q);
    return match === null ? [] : [{ kind: 'operator', match, id, name, email, role, disabledAt }];
  });
}
