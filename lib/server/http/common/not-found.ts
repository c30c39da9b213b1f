import type { FastifyInstance } from 'fastify';
import { ServiceError } from '@/lib/server/errors';
import { sendProblem } from '@/lib/server/http/common/problem';

/** The addresses of a route as it is written in the code: `/api/v1/hosts/:id`. */
function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}

/** Answers without a route: 405 with `Allow` if the address has another method, otherwise 404. */
export function answerUnrouted(app: FastifyInstance): void {
  const methodsOf = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', ({ method, url }) => {
    const known = methodsOf.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const each of [method].flat()) known.methods.add(each);
    methodsOf.set(url, known);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const methods = [...methodsOf.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((known) => [...known.methods]);
    if (methods.length === 0)
      return sendProblem(new ServiceError('not_found', 'There is nothing at this address'), request, reply);
    const allow = [...new Set(methods)].sort().join(', ');
    reply.header('allow', allow);
    const sentence = `This address is not served with ${request.method}, only with ${allow}`;
    return sendProblem(new ServiceError('method_not_allowed', sentence), request, reply);
  });
}
