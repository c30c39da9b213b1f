import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { Done } from '@/lib/contracts/administration';
import { HostRecordList, ListHostRecordsInput } from '@/lib/contracts/host-records';
import { Text } from '@/lib/contracts/text';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { HOST_RECORD_KINDS } from '@/lib/contracts/words/host-records';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { answerChange, readBody } from '@/lib/server/http/common/json-body';
import { describedOnly, readWords, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import { parseInput } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import {
  allowReenroll,
  listHostRecords,
  mergeHosts,
  retireHost,
  unlockHost,
  withdrawReenroll,
} from '@/lib/server/services/host';

type OneHost = { Params: { id: string } };

const tags = ['hosts'];
const params = z.object({ id: z.string() });
const Nothing = z.strictObject({});
const Into = z.strictObject({ into: Text.max(300) });
const Allowed = Done.extend({ until: z.string() });

const LIST = {
  operationId: 'listHostRecords',
  tags,
  querystring: z.object({
    kind: z.enum(HOST_RECORD_KINDS),
    limit: z.int().min(1).max(MAX_LIMIT).optional(),
    cursor: z.string().optional(),
  }),
  response: { 200: HostRecordList },
};
const RETIRE = { operationId: 'retireHost', tags, params, response: { 200: Done } };
const UNLOCK = { operationId: 'unlockHost', tags, params, response: { 200: Done } };
const MERGE = { operationId: 'mergeHost', tags, params, body: Into, response: { 200: Done } };
const ALLOW = { operationId: 'allowHostReenroll', tags, params, response: { 200: Allowed } };
const WITHDRAW = { operationId: 'withdrawHostReenroll', tags, params, response: { 200: Done } };

/** What administrators decide about the records of hosts, as `gf host` does. */
export const hostRecordRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'host.manage');
    refuseUnusedWords(request);
  });
  const described = { validatorCompiler: describedOnly };

  scope.get('/api/v1/host-records', { schema: LIST, ...described }, (request) => {
    const { kind, limit, cursor } = readWords(request, ['kind', 'limit', 'cursor']);
    const asked = { kind, cursor, ...(limit !== undefined && { limit: Number(limit) }) };
    const { ctx } = request;
    return listHostRecords({ ctx, input: parseInput(ListHostRecordsInput, asked) });
  });

  const onHost = (
    path: string,
    schema: object,
    verb: (call: { ctx: Ctx; input: { id: string } }) => Promise<unknown>,
  ) =>
    scope.post<OneHost>(`/api/v1/hosts/:id/${path}`, { schema, ...described }, (request, reply) => {
      readBody(Nothing, request.body ?? {});
      const { id } = request.params;
      return answerChange(request, reply, { status: 200, work: (ctx) => verb({ ctx, input: { id } }) });
    });
  onHost('retire', RETIRE, retireHost);
  onHost('unlock', UNLOCK, unlockHost);
  onHost('allow-reenroll', ALLOW, allowReenroll);
  onHost('withdraw-reenroll', WITHDRAW, withdrawReenroll);

  scope.post<OneHost>('/api/v1/hosts/:id/merge', { schema: MERGE, ...described }, (request, reply) => {
    const { into } = readBody(Into, request.body);
    const input = { id: request.params.id, into };
    return answerChange(request, reply, { status: 200, work: (ctx) => mergeHosts({ ctx, input }) });
  });
};
