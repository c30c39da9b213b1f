import type { FastifyInstance } from 'fastify';

/**
 * Many programs send JSON as the type of every request, even without a body. Fastify refuses these; here they
 * count as the same request without a type.
 */
export function takesNoBodyForNone(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) =>
    body === '' ? done(null, undefined) : parse(request, body, done),
  );
}
