import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { SecureBoot } from '@/lib/contracts/secure-boot';
import { TimeText } from '@/lib/contracts/time';
import { VendorFact } from '@/lib/contracts/vendor-facts';
import { authorize } from '@/lib/server/auth/authorize';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { answerChange } from '@/lib/server/http/common/json-body';
import { describedOnly, readChangeQuery, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import type { Runtime } from '@/lib/server/runtime';
import {
  getVendorFacts,
  importVendorFacts,
  removeVendorFacts,
  secureBootOfFleet,
} from '@/lib/server/services/host';
import { repeated } from '@/lib/server/verbs/words';

const tags = ['hosts'];

const schema = {
  operationId: 'getSecureBoot',
  tags,
  querystring: z.object({
    fabric: repeated(z.string()),
    at: TimeText.optional(),
  }),
  response: { 200: SecureBoot },
};

const Facts = z.array(VendorFact);
const GET_FACTS = { operationId: 'getSecureBootFacts', tags, response: { 200: Facts } };
const PUT_FACTS = { operationId: 'importSecureBootFacts', tags, body: Facts, response: { 200: Facts } };
const REMOVE_FACTS = { operationId: 'removeSecureBootFacts', tags, response: { 204: z.null() } };

const described = { validatorCompiler: describedOnly };

export const secureBootRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  scope.get('/api/v1/secure-boot', { schema, ...described }, (request) => {
    const { filter, at } = readChangeQuery(request, ['fabric', 'at']).query;
    return runtime.heavyReads.read(request.ctx, (ctx) => secureBootOfFleet({ ctx, input: { filter, at } }));
  });
};

/** What vendors say: the file of it, and one's own brought and taken away. */
export const secureBootFactRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, request.method === 'GET' ? 'host.read' : 'setting.manage');
    refuseUnusedWords(request);
  });
  scope.get('/api/v1/secure-boot/facts', { schema: GET_FACTS, ...described }, (request) =>
    getVendorFacts({ ctx: request.ctx }),
  );
  scope.put('/api/v1/secure-boot/facts', { schema: PUT_FACTS, ...described }, (request, reply) => {
    // The whole file is read by what reads it for gf, which names each fact that is wrong.
    const input = { text: JSON.stringify(request.body ?? null) };
    return answerChange(request, reply, { status: 200, work: (ctx) => importVendorFacts({ ctx, input }) });
  });
  scope.delete(
    '/api/v1/secure-boot/facts',
    { schema: REMOVE_FACTS, ...described },
    async (request, reply) => {
      await removeVendorFacts({ ctx: request.ctx });
      return reply.code(204).send(null);
    },
  );
};
