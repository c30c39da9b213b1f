import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { SecureBoot } from '@/lib/contracts/secure-boot';
import { TimeText } from '@/lib/contracts/time';
import { describedOnly, readChangeQuery, repeated } from '@/lib/server/http/query-words';
import { answersReaders } from '@/lib/server/http/read-api';
import type { Runtime } from '@/lib/server/runtime';
import { secureBootOfFleet } from '@/lib/server/services/host';

const schema = {
  operationId: 'getSecureBoot',
  tags: ['hosts'],
  querystring: z.object({
    fabric: repeated(z.string()),
    at: TimeText.optional(),
  }),
  response: { 200: SecureBoot },
};

export const secureBootRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  scope.get('/api/v1/secure-boot', { schema, validatorCompiler: describedOnly }, (request) => {
    const { filter, at } = readChangeQuery(request, ['fabric', 'at']).query;
    return secureBootOfFleet({ ctx: request.ctx, input: { filter, at } });
  });
};
