import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { SearchAnswer, SearchInput } from '@/lib/contracts/search';
import { TimeText } from '@/lib/contracts/time';
import { MAX_SEARCH_CHARS, SEARCH_LIMITS } from '@/lib/contracts/words/search';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { describedOnly, readAll, readWords } from '@/lib/server/http/common/query-words';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import { search } from '@/lib/server/services/search';
import { readTime, repeated } from '@/lib/server/verbs/words';

const schema = {
  operationId: 'search',
  tags: ['search'],
  querystring: z.object({
    q: z.string().min(1).max(MAX_SEARCH_CHARS),
    fabric: repeated(z.string()),
    at: TimeText.optional(),
    lang: z.enum(['en', 'fr']).optional(),
    limit: z.int().min(SEARCH_LIMITS.least).max(SEARCH_LIMITS.most).optional(),
  }),
  response: { 200: SearchAnswer },
};

/** Everything that has a name, in one answer. */
export const searchRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  scope.get('/api/v1/search', { schema, validatorCompiler: describedOnly }, (request) => {
    const { limit, at, ...words } = readWords(request, ['q', 'at', 'lang', 'limit']);
    const asked = {
      ...words,
      fabric: readAll(request, 'fabric'),
      at: readTime('at', at)?.toISOString() ?? null,
      ...(limit !== undefined && { limit: Number(limit) }),
    };
    return search({ ctx: request.ctx, input: parseInput(SearchInput, asked) });
  });
};
