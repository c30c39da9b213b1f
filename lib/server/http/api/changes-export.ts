import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { recordedBy } from '@/lib/server/context';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { createFilePlaces, untilClosed } from '@/lib/server/http/common/file-places';
import { describedOnly, parametersOf } from '@/lib/server/http/common/query-words';
import { OWN_PLACES } from '@/lib/server/http/common/request-context';
import { sendFile } from '@/lib/server/http/common/send-file';
import type { Runtime } from '@/lib/server/runtime';
import { auditChangesExport, exportChanges } from '@/lib/server/services/change';
import { CHANGES_AS_FILE } from '@/lib/server/verbs/file-words';

const tags = ['changes'];
const EXPORT = {
  operationId: 'exportChanges',
  summary: 'Downloads the changes that match as a file.',
  tags,
  querystring: z.object(CHANGES_AS_FILE.described),
};

/** What changed, as a file. */
export const changeExportRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const described = { validatorCompiler: describedOnly };
  const places = createFilePlaces();

  /** Sends a file once there is a place for it, with the data of that moment. */
  async function sendChanges(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const input = CHANGES_AS_FILE.read(parametersOf(request));
    const leave = await places.take(recordedBy(request.ctx.actor), untilClosed(reply));
    try {
      const present = { ...request.ctx, db: runtime.fleetDb, now: new Date() };
      const file = await runtime.heavyReads.read(present, (ctx) => exportChanges({ ctx, input }));
      await auditChangesExport({ ctx: { ...present, db: runtime.db }, input });
      return sendFile(reply, file, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }
  const madeByGet = { schema: EXPORT, ...described, config: OWN_PLACES, exposeHeadRoute: false };
  scope.get('/api/v1/changes/export', madeByGet, sendChanges);
};
