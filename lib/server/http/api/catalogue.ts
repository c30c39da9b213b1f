import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Catalogue, CatalogueInput } from '@/lib/contracts/catalogue';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { describedOnly, readAll, readWords } from '@/lib/server/http/common/query-words';
import type { Runtime } from '@/lib/server/runtime';
import { getCatalogue } from '@/lib/server/services/system';
import { repeated } from '@/lib/server/verbs/words';

const schema = {
  operationId: 'getCatalogue',
  tags: ['catalogue'],
  querystring: CatalogueInput.extend({ key: repeated(z.string()) }),
  response: { 200: Catalogue },
};

function askedBy(request: FastifyRequest) {
  const key = readAll(request, 'key');
  return { ...readWords(request, ['lang', 'mode', 'iommu']), ...(key.length > 0 && { key }) };
}

export const catalogueRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  scope.get('/api/v1/catalogue', { schema, validatorCompiler: describedOnly }, (request) =>
    getCatalogue({ ctx: request.ctx, input: askedBy(request) }),
  );
};
