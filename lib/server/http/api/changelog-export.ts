import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { recordedBy } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { createFilePlaces, untilClosed } from '@/lib/server/http/common/file-places';
import { describedOnly, parametersOf } from '@/lib/server/http/common/query-words';
import { OWN_PLACES } from '@/lib/server/http/common/request-context';
import { sendFile } from '@/lib/server/http/common/send-file';
import type { Runtime } from '@/lib/server/runtime';
import { exportChangelog } from '@/lib/server/services/change';
import { CHANGELOG_AS_FILE } from '@/lib/server/verbs/file-words';

const tags = ['changes'];
const EXPORT_PATH = '/api/v1/changelog/export';
const EXPORT = {
  operationId: 'exportChangelog',
  summary: 'Downloads what differs between two times as a file.',
  tags,
  querystring: z.object(CHANGELOG_AS_FILE.described),
};

/** What differs between the fleet at two times, as a file. */
export const changelogExportRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const places = createFilePlaces();
  const described = { validatorCompiler: describedOnly };

  scope.head(EXPORT_PATH, { schema: { ...EXPORT, hide: true }, ...described }, (_request, reply) => {
    reply.header('allow', 'GET');
    throw new ServiceError('method_not_allowed', 'A file is made with GET alone');
  });
  const madeByGet = { schema: EXPORT, ...described, config: OWN_PLACES, exposeHeadRoute: false };
  scope.get(EXPORT_PATH, madeByGet, (request, reply) =>
    sendChangelog(request, reply, CHANGELOG_AS_FILE.read(parametersOf(request))),
  );

  /** Sends a file once there is a place for it, with the data of that moment. */
  async function sendChangelog(
    request: FastifyRequest,
    reply: FastifyReply,
    input: Parameters<typeof exportChangelog>[0]['input'],
  ): Promise<FastifyReply> {
    const leave = await places.take(recordedBy(request.ctx.actor), untilClosed(reply));
    try {
      const present = { ...request.ctx, now: new Date() };
      const file = await runtime.heavyReads.read(present, (ctx) =>
        exportChangelog({ ctx, input, log: runtime.db }),
      );
      return sendFile(reply, file, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }
};
