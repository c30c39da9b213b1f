import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ExportSelectionInput } from '@/lib/contracts/fleet';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { answersReaders } from '@/lib/server/http/api/read-api';
import { createFilePlaces, untilClosed } from '@/lib/server/http/common/file-places';
import { describedOnly, parametersOf } from '@/lib/server/http/common/query-words';
import { OWN_PLACES } from '@/lib/server/http/common/request-context';
import { sendFile } from '@/lib/server/http/common/send-file';
import { readBody } from '@/lib/server/request/parse-input';
import type { Runtime } from '@/lib/server/runtime';
import { auditExport, type ExportInput, exportHosts, frozenExport } from '@/lib/server/services/host';
import { HOSTS_AS_FILE } from '@/lib/server/verbs/file-words';

const tags = ['hosts'];

const EXPORT_PATH = '/api/v1/hosts/export';
const EXPORT = {
  operationId: 'exportHosts',
  summary: 'Downloads the hosts that match as a file.',
  tags,
  querystring: z.object(HOSTS_AS_FILE.described),
};

const EXPORT_SELECTION = {
  operationId: 'exportSelectedHosts',
  summary: 'Downloads chosen hosts as a file.',
  tags,
  body: ExportSelectionInput,
};

/** Hosts as a file: those that match, or the selected ones. */
export const hostExportRoutes: FastifyPluginAsync<{ runtime: Runtime }> = async (scope, { runtime }) => {
  answersReaders(scope, runtime);
  const { read: heavily } = runtime.heavyReads;
  const places = createFilePlaces();
  const described = { validatorCompiler: describedOnly };

  // No headers are known without making the file, which is recorded in the audit log. The route exists
  // because the route of one host would otherwise answer and find no host "export".
  scope.head(EXPORT_PATH, { schema: { ...EXPORT, hide: true }, ...described }, (_request, reply) => {
    reply.header('allow', 'GET');
    throw new ServiceError('method_not_allowed', 'A file is made with GET alone');
  });
  const madeByGet = { schema: EXPORT, ...described, config: OWN_PLACES, exposeHeadRoute: false };
  scope.get(EXPORT_PATH, madeByGet, (request, reply) => {
    const input = HOSTS_AS_FILE.read(parametersOf(request));
    return sendHosts(request, reply, async () => input);
  });
  scope.post(
    EXPORT_PATH,
    { schema: EXPORT_SELECTION, ...described, config: OWN_PLACES },
    (request, reply) => {
      const input = readBody(ExportSelectionInput, request.body);
      return sendHosts(request, reply, (ctx) => frozenExport({ ctx, input }));
    },
  );

  /** Sends a file once there is a place for it, with the data of that moment. */
  async function sendHosts(
    request: FastifyRequest,
    reply: FastifyReply,
    inputOf: (ctx: Ctx) => Promise<ExportInput>,
  ): Promise<FastifyReply> {
    const leave = await places.take(recordedBy(request.ctx.actor), untilClosed(reply));
    try {
      const present = { ...request.ctx, db: runtime.fleetDb, now: new Date() };
      const { input, file } = await heavily(present, async (ctx) => {
        const asked = await inputOf(ctx);
        return { input: asked, file: await exportHosts({ ctx, input: asked }) };
      });
      await auditExport({ ctx: { ...present, db: runtime.db }, input }).catch(async (error) => {
        await file.chunks.return(undefined);
        throw error;
      });
      return sendFile(reply, file, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }
};
