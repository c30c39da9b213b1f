import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SnapshotComparison } from '@/lib/contracts/snapshot';
import { TimeText } from '@/lib/contracts/time';
import { authorize } from '@/lib/server/auth/authorize';
import { ServiceError } from '@/lib/server/errors';
import { describedOnly, readWords, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import type { Runtime } from '@/lib/server/runtime';
import { compareSnapshots, downloadSnapshot } from '@/lib/server/services/snapshot';
import { readTime } from '@/lib/server/verbs/words';

type OneHost = { Params: { id: string } };
type OneSnapshot = { Params: { id: string; snapshot: string } };

const tags = ['hosts'];
const params = z.object({ id: z.string() });
const at = TimeText.optional();

const DOWNLOAD = {
  operationId: 'downloadSnapshot',
  summary: 'Downloads a snapshot as its host sent it.',
  tags,
  params: params.extend({ snapshot: z.string() }),
  querystring: z.object({ at }),
};
const COMPARE = {
  operationId: 'compareSnapshots',
  summary: 'Compares two snapshots of a host.',
  tags,
  params,
  querystring: z.object({ from: z.string(), to: z.string(), at }),
  response: { 200: SnapshotComparison },
};

function readCompare(request: FastifyRequest<OneHost>) {
  const words = readWords(request, ['from', 'to', 'at']);
  const { from, to } = words;
  if (from === undefined || to === undefined) {
    const pointer = from === undefined ? 'from' : 'to';
    throw new ServiceError('invalid_value', `The parameter "${pointer}" names a snapshot to compare.`, {
      pointer,
    });
  }
  return { hostId: request.params.id, from, to, at: readTime('at', words.at) };
}

/** A snapshot as the host sent it, as a file; and an older address for comparing two. */
export const snapshotFileRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'snapshot.read');
    refuseUnusedWords(request);
  });
  const described = { validatorCompiler: describedOnly };

  scope.get<OneSnapshot>(
    '/api/v1/hosts/:id/snapshots/:snapshot',
    { schema: DOWNLOAD, ...described },
    async (request, reply) => {
      const { id: hostId, snapshot } = request.params;
      const input = { hostId, snapshot, at: readTime('at', readWords(request, ['at']).at) };
      const { fileName, text } = await downloadSnapshot({ ctx: request.ctx, input });
      reply.header('content-disposition', `attachment; filename="${fileName}"`);
      return reply.type('application/json; charset=utf-8').send(text);
    },
  );

  const compare = (request: FastifyRequest<OneHost>) =>
    compareSnapshots({ ctx: request.ctx, input: readCompare(request) });
  // The contract's "…/compare" can be read as either address. The host's one is documented; this one stays
  // for readers of the other.
  const other = { ...COMPARE, operationId: 'compareKeptSnapshots', deprecated: true };
  const ofList = { schema: other, ...described };
  scope.get<OneHost>('/api/v1/hosts/:id/snapshots/compare', ofList, compare);
};
