import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authorize } from '@/lib/server/auth/authorize';
import { readAll, refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import { fabricsIn } from '@/lib/server/request/fabrics-in';
import type { Runtime } from '@/lib/server/runtime';
import { refuseUnknownFabrics } from '@/lib/server/services/fabric';

/** A scope of the read API. Whoever may not read at all learns so before being told what is wrong with a question. */
export function answersReaders(scope: FastifyInstance, runtime: Runtime): void {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'host.read');
    await refuseMistakenWords(request);
  });
}

/** A word that the route does not use, and a fabric that the caller does not see: an answer would be believed to be of what was asked. */
export async function refuseMistakenWords(request: FastifyRequest): Promise<void> {
  refuseUnusedWords(request);
  // What is no value at all is refused where values are read.
  const named = readAll(request, 'fabric').filter((text) => text !== '' && text !== '-');
  await refuseUnknownFabrics(request.ctx, { fabric: fabricsIn(named) }, 'fabric');
}
