import type { FastifyInstance } from 'fastify';
import { authorize } from '@/lib/server/auth/authorize';
import { refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { resolvesCaller } from '@/lib/server/http/common/request-context';
import type { Runtime } from '@/lib/server/runtime';

/** A scope of the read API. Whoever may not read at all learns so before being told what is wrong with a question. */
export function answersReaders(scope: FastifyInstance, runtime: Runtime): void {
  resolvesCaller(scope, runtime);
  scope.addHook('preHandler', async (request) => {
    authorize(request.ctx, 'host.read');
    refuseUnusedWords(request);
  });
}
