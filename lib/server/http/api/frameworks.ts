import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { MistakeLang } from '@/lib/contracts/framework-file';
import { FrameworkRow } from '@/lib/contracts/reports';
import { authorize } from '@/lib/server/auth/authorize';
import { answerChange } from '@/lib/server/http/common/json-body';
import { describedOnly, readWords, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import { frameworkText, getFramework, importFramework, removeFramework } from '@/lib/server/services/report';

type One = { Params: { key: string } };

const tags = ['reports'];
const params = z.object({ key: z.string() });
/** The whole file is read by what reads it for gf, which names each entry that is wrong. */
const File = z.looseObject({ framework: z.string() });
const GET = { operationId: 'getFramework', tags, params, response: { 200: File } };
const IMPORT = {
  operationId: 'importFramework',
  tags,
  querystring: z.object({ lang: z.enum(['en', 'fr']).optional() }),
  body: File,
  response: { 201: FrameworkRow },
};
const REMOVE = { operationId: 'removeFramework', tags, params, response: { 204: z.null() } };

/** Frameworks that reports can be made with: one as a file, and those of one's own brought and taken away. */
export const frameworkRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'report.make');
    refuseUnusedWords(request);
  });
  const described = { validatorCompiler: describedOnly };

  scope.get<One>('/api/v1/frameworks/:key', { schema: GET, ...described }, (request) =>
    getFramework({ ctx: request.ctx, input: { key: request.params.key } }),
  );
  scope.post('/api/v1/frameworks', { schema: IMPORT, ...described }, (request, reply) => {
    authorize(request.ctx, 'framework.manage');
    const lang = parseInput(MistakeLang, readWords(request, ['lang']).lang);
    const input = { text: frameworkText(request.body), lang };
    const work = (ctx: typeof request.ctx) => importFramework({ ctx, input });
    const location = ({ framework }: { framework: string }) => `/api/v1/frameworks/${framework}`;
    return answerChange(request, reply, { status: 201, work, location });
  });
  scope.delete<One>('/api/v1/frameworks/:key', { schema: REMOVE, ...described }, async (request, reply) => {
    authorize(request.ctx, 'framework.manage');
    await removeFramework({ ctx: request.ctx, input: { key: request.params.key } });
    return reply.code(204).send(null);
  });
};
