import type { FastifyPluginAsync } from 'fastify';
import { Catalogue, CatalogueInput } from '@/lib/contracts/catalogue';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { describedOnly, readWords } from '@/lib/server/http/common/query-words';
import type { Runtime } from '@/lib/server/runtime';
import { getCatalogue } from '@/lib/server/services/system';

const schema = {
  operationId: 'getCatalogue',
  tags: ['catalogue'],
  querystring: CatalogueInput,
  response: { 200: Catalogue },
};

export const catalogueRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  scope.get('/api/v1/catalogue', { schema, validatorCompiler: describedOnly }, (request) =>
    getCatalogue({ ctx: request.ctx, input: readWords(request, ['lang']) }),
  );
};
