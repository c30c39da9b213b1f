import type { FastifyInstance } from 'fastify';
import { AGENT_ZIP_PATH, readAgentZip } from '@/lib/server/services/enrollment';

/** Needs no credential: a host that is to be enrolled has none yet, and the module holds no secret. */
export function agentPackageRoutes(app: FastifyInstance): void {
  app.get(
    AGENT_ZIP_PATH,
    {
      schema: {
        operationId: 'downloadAgent',
        summary: 'Downloads the agent’s module for PowerShell.',
        tags: ['agent'],
      },
    },
    async (_request, reply) => {
      const { bytes, sha256 } = await readAgentZip();
      reply.header('content-disposition', 'attachment; filename="GuardedFabricAgent.zip"');
      reply.header('etag', `"${sha256}"`);
      return reply.type('application/zip').send(bytes);
    },
  );
}
