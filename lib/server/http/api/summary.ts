import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { Summary } from '@/lib/contracts/fleet';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { describedOnly, readHostQuery } from '@/lib/server/http/common/query-words';
import type { Runtime } from '@/lib/server/runtime';
import { summarizeHosts } from '@/lib/server/services/host';
import { FILTER_WORDS_DESCRIBED } from '@/lib/server/verbs/words';

const schema = {
  operationId: 'getSummary',
  tags: ['hosts'],
  querystring: z.object(FILTER_WORDS_DESCRIBED),
  response: { 200: Summary },
};

export const summaryRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  scope.get('/api/v1/summary', { schema, validatorCompiler: describedOnly }, (request) =>
    runtime.heavyReads.read(request.ctx, (ctx) =>
      summarizeHosts({ ctx, input: readHostQuery(request).query }),
    ),
  );
};
