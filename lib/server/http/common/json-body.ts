import type { FastifyInstance } from 'fastify';

/**
 * Many programs name JSON as the type of every request, also of those that have no body. Fastify refuses these; here they
 * are what the same request without a type is.
 */
export function takesNoBodyForNone(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) =>
    body === '' ? done(null, undefined) : parse(request, body, done),
  );
}
