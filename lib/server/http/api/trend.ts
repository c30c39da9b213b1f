import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { Trend, TrendDays } from '@/lib/contracts/history';
import { TimeZone } from '@/lib/contracts/time-zone';
import { MOST_TREND_DAYS } from '@/lib/domain/trend';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { describedOnly, readHostQuery } from '@/lib/server/http/common/query-words';
import type { Runtime } from '@/lib/server/runtime';
import { fleetTrend } from '@/lib/server/services/history';
import { FILTER_WORDS_DESCRIBED, readDays } from '@/lib/server/verbs/words';

const schema = {
  operationId: 'getTrend',
  tags: ['hosts'],
  querystring: z.object({
    ...FILTER_WORDS_DESCRIBED,
    days: TrendDays.optional(),
    timeZone: TimeZone.optional(),
  }),
  response: { 200: Trend },
};

export const trendRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  scope.get('/api/v1/trend', { schema, validatorCompiler: describedOnly }, (request) => {
    const { query, words } = readHostQuery(request, ['days', 'timeZone']);
    const days = readDays(words, TrendDays, MOST_TREND_DAYS);
    const input = { filter: query.filter, at: query.at, ...days };
    return runtime.heavyReads.read(request.ctx, (ctx) => fleetTrend({ ctx, input }));
  });
};
