import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  CheckTokenOutput,
  EnrollInput,
  EnrollOutput,
  Problem,
  RotateOutput,
  SnapshotsEnvelope,
  SnapshotsOutput,
} from '@/lib/contracts/agent';

/** The agent's routes read their bodies themselves, to count bytes and to refuse one item alone; described here. */
const AGENT: Record<string, FastifySchema> = {
  '/api/v1/agent/enroll': { body: EnrollInput, response: { 201: EnrollOutput } },
  '/api/v1/agent/check-token': { response: { 200: CheckTokenOutput } },
  '/api/v1/agent/rotate': { response: { 200: RotateOutput } },
  '/api/v1/agent/snapshots': { body: SnapshotsEnvelope, response: { 200: SnapshotsOutput } },
};

const SECURITY = {
  enrollmentToken: { type: 'http', scheme: 'bearer', description: 'gfe_…, made by an administrator' },
  credential: { type: 'http', scheme: 'bearer', description: 'gfh_…, given to a host when it enrols' },
  apiToken: { type: 'http', scheme: 'bearer', description: 'gfa_…, made by an administrator' },
} as const;

function securityOf(url: string): Record<string, string[]>[] {
  if (url === '/api/v1/agent/enroll' || url === '/api/v1/agent/check-token') return [{ enrollmentToken: [] }];
  if (url.startsWith('/api/v1/agent/')) return [{ credential: [] }];
  return url.startsWith('/api/v1/') && url !== OPENAPI_PATH ? [{ apiToken: [] }] : [];
}

const OPENAPI_PATH = '/api/v1/openapi.json';

type TransformInput = Parameters<typeof jsonSchemaTransform>[0];

function describe({ schema, url, ...rest }: TransformInput) {
  const agent = AGENT[url];
  const own = schema ?? {};
  const response = { ...(own.response ?? {}), ...(agent?.response ?? {}), default: Problem };
  const tags = agent ? ['agent'] : own.tags;
  return jsonSchemaTransform({
    ...rest,
    url,
    schema: { ...own, ...agent, tags, response, security: securityOf(url) },
  });
}

/** One document, made from the very schemas that parse and serialise. Registered before the routes it describes. */
export async function registerOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Guarded Fabric', version: '1', description: 'Agent API and read API' },
      components: { securitySchemes: SECURITY },
    },
    transform: describe,
  });
  const schema = { response: { 200: z.looseObject({ openapi: z.string() }) } };
  app.get(OPENAPI_PATH, { schema }, async (_request, reply) =>
    reply.type('application/json').serializer(JSON.stringify).send(app.swagger()),
  );
}
