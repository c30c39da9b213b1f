import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authorize } from '@/lib/server/auth/authorize';
import { readAll, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import { fabricsIn } from '@/lib/server/request/fabrics-in';
import type { Runtime } from '@/lib/server/runtime';
import { refuseUnknownFabrics } from '@/lib/server/services/fabric';

/** A scope of the read API. A caller without the right to read learns that before any fault of the question. */
export function answersReaders(scope: FastifyInstance, runtime: Runtime): void {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'host.read');
    await refuseMistakenWords(request);
  });
}

/**
 * Refuses words that the route does not use, and fabrics that the caller does not see: the answer would be
 * taken for one about them.
 */
export async function refuseMistakenWords(request: FastifyRequest): Promise<void> {
  refuseUnusedWords(request);
  // Empty values are refused where values are read.
  const named = readAll(request, 'fabric').filter((text) => text !== '' && text !== '-');
  await refuseUnknownFabrics(request.ctx, { fabric: fabricsIn(named) }, 'fabric');
}
