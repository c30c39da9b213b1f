import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { ExportPlanInput, GetPlanInput, PLAN_FORMATS, PLAN_PARTS, PlanDetail } from '@/lib/contracts/plan';
import { authorize } from '@/lib/server/auth/authorize';
import { describedOnly, readWords, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import { nameFile } from '@/lib/server/http/common/send-file';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import { exportPlan, getPlan } from '@/lib/server/services/plan';
import { readTime } from '@/lib/server/verbs/words';

type One = { Params: { id: string } };

const tags = ['plans'];
const params = z.object({ id: z.string() });

const GET = {
  operationId: 'getPlan',
  summary: 'Shows a plan, or downloads it as a file.',
  tags,
  params,
  querystring: z.object({
    format: z.enum(PLAN_FORMATS).optional(),
    for: z.enum(PLAN_PARTS).optional(),
    at: z.string().optional(),
    lang: z.enum(['en', 'fr']).optional(),
  }),
  // A format makes the answer a file of that type.
  response: { 200: PlanDetail },
};
const TYPES = {
  md: 'text/markdown; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  ps1: 'text/plain; charset=utf-8',
} as const;

const described = { validatorCompiler: describedOnly };
/** One plan: as JSON, or as a file if a format is given. */
export const planFileRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'plan.read');
    refuseUnusedWords(request);
  });

  scope.get<One>('/api/v1/plans/:id', { schema: GET, ...described }, async (request, reply) => {
    const { format, at, ...words } = readWords(request, ['format', 'for', 'lang', 'at']);
    const asked = { id: request.params.id, ...words, at: readTime('at', at) };
    if (format === undefined) return getPlan({ ctx: request.ctx, input: parseInput(GetPlanInput, asked) });
    const input = parseInput(ExportPlanInput, { ...asked, format });
    // Exports are recorded in the audit log, so this is a change.
    const file = await exportPlan({ ctx: { ...request.ctx, db: runtime.db }, input });
    nameFile(reply, file);
    return reply.type(TYPES[input.format]).send(file.text);
  });
};
