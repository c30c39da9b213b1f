import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { Trend, TrendDays } from '@/lib/contracts/history';
import { TimeZone } from '@/lib/contracts/time-zone';
import { MOST_TREND_DAYS } from '@/lib/domain/trend';
import { ServiceError } from '@/lib/server/errors';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { describedOnly, FILTER_WORDS_DESCRIBED, readHostQuery } from '@/lib/server/http/common/query-words';
import type { Runtime } from '@/lib/server/runtime';
import { fleetTrend } from '@/lib/server/services/history';

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

function readWord<Schema extends z.ZodType>(
  word: string,
  schema: Schema,
  value: unknown,
  rule: string,
): z.output<Schema> {
  const reading = schema.safeParse(value);
  if (reading.success) return reading.data;
  throw new ServiceError('invalid_value', `The parameter "${word}" must be ${rule}.`, { pointer: word });
}

export const trendRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  scope.get('/api/v1/trend', { schema, validatorCompiler: describedOnly }, (request) => {
    const { query, words } = readHostQuery(request, ['days', 'timeZone']);
    const days = words.days === undefined ? undefined : Number(words.days);
    const input = {
      filter: query.filter,
      at: query.at,
      days: readWord('days', TrendDays, days, `a whole number from 1 to ${MOST_TREND_DAYS}`),
      timeZone: readWord(
        'timeZone',
        TimeZone.default('UTC'),
        words.timeZone,
        'a time zone such as Europe/Paris',
      ),
    };
    return fleetTrend({ ctx: request.ctx, input });
  });
};
