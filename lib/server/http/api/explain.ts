import type { FastifyPluginAsync } from 'fastify';
import { ExplainInput, ExplainOutput } from '@/lib/contracts/catalogue';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { describedOnly } from '@/lib/server/http/common/query-words';
import type { Runtime } from '@/lib/server/runtime';
import { explainText } from '@/lib/server/services/system';

const schema = {
  operationId: 'explain',
  tags: ['catalogue'],
  body: ExplainInput,
  response: { 200: ExplainOutput },
};

export const explainRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  scope.post('/api/v1/explain', { schema, validatorCompiler: describedOnly }, (request) =>
    explainText({ ctx: request.ctx, input: request.body ?? {} }),
  );
};
