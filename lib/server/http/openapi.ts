import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
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
import { AuditFile } from '@/lib/contracts/audit';
import { ChangeFile } from '@/lib/contracts/changes';
import { ChangelogFile } from '@/lib/contracts/compare';
import { HostFile } from '@/lib/contracts/fleet';
import { ReportContent } from '@/lib/contracts/report-content';
import { sessionCookieName } from '@/lib/server/auth/session-cookie';
import { REPORT_KEYS_PATH } from '@/lib/server/http/api/public-report-keys';
import { REPORT_SCHEMA_PATH } from '@/lib/server/http/api/report-schema';
import { refuseUnusedWords } from '@/lib/server/http/common/query-words';
import { READY_PATH } from '@/lib/server/http/health';
import { SHAPES, tidied } from '@/lib/server/http/openapi-shapes';
import type { Runtime } from '@/lib/server/runtime';
import { AGENT_ZIP_PATH } from '@/lib/server/services/enrollment';

const file = (types: Record<string, z.ZodType>) => ({
  content: Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, { schema }])),
});
/** Bytes, for which no schema exists. */
const bytes = z.any();
const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * Schemas that describe routes but do not run: the agent's routes read their bodies themselves, in order to
 * count bytes and refuse single items, and files are streamed.
 */
const DESCRIBED: Record<string, FastifySchema> = {
  [AGENT_ZIP_PATH]: { response: { 200: file({ 'application/zip': bytes }) } },
  '/api/metrics': { response: { 200: file({ 'text/plain': z.string() }) } },
  '/api/v1/agent/enroll': {
    operationId: 'enroll',
    summary: 'Enrols a host, and gives it a credential.',
    tags: ['agent'],
    body: EnrollInput,
    response: { 201: EnrollOutput },
  },
  '/api/v1/agent/check-token': {
    operationId: 'checkEnrollmentToken',
    summary: 'Says whether an enrolment token would enrol a host.',
    tags: ['agent'],
    response: { 200: CheckTokenOutput },
  },
  '/api/v1/agent/rotate': {
    operationId: 'rotateCredential',
    summary: 'Gives a host a new credential for the one that it has.',
    tags: ['agent'],
    response: { 200: RotateOutput },
  },
  '/api/v1/agent/snapshots': {
    operationId: 'sendSnapshots',
    summary: 'Takes snapshots of a host, and says of each what became of it.',
    tags: ['agent'],
    body: SnapshotsEnvelope,
    response: { 200: SnapshotsOutput },
  },
  '/api/v1/audit/export': {
    response: { 200: file({ 'text/csv': z.string(), 'application/json': AuditFile }) },
  },
  '/api/v1/changes/export': {
    response: { 200: file({ 'text/csv': z.string(), [XLSX_TYPE]: bytes, 'application/json': ChangeFile }) },
  },
  '/api/v1/changelog/export': {
    response: {
      200: file({ 'text/csv': z.string(), [XLSX_TYPE]: bytes, 'application/json': ChangelogFile }),
    },
  },
  '/api/v1/exceptions/export': { response: { 200: file({ 'text/csv': z.string() }) } },
  '/api/v1/hosts/export': {
    response: { 200: file({ 'text/csv': z.string(), [XLSX_TYPE]: bytes, 'application/json': HostFile }) },
  },
  '/api/v1/hosts/:id/snapshots/:snapshot': {
    response: { 200: file({ 'application/json': z.looseObject({}) }) },
  },
  '/api/v1/reports/:id/download': {
    response: {
      200: file({
        'application/json': ReportContent.or(z.looseObject({ 'assessment-results': z.unknown() })),
        'text/csv': z.string(),
        [XLSX_TYPE]: bytes,
        'application/pdf': bytes,
        'application/zip': bytes,
      }),
    },
  },
  '/api/v1/reports/:id/manifest': { response: { 200: file({ 'application/json': z.looseObject({}) }) } },
  '/api/v1/reports/:id/signature': {
    response: {
      200: file({ 'application/jose+json': z.looseObject({}), 'application/octet-stream': bytes }),
    },
  },
};

const SECURITY = {
  enrollmentToken: { type: 'http', scheme: 'bearer', description: 'gfe_…, made by an administrator' },
  credential: { type: 'http', scheme: 'bearer', description: 'gfh_…, given to a host when it enrols' },
  apiToken: { type: 'http', scheme: 'bearer', description: 'gfa_…, made by an administrator' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookieName(true),
    description: `A person’s, from the console; ${sessionCookieName(false)} where it is not reached over https`,
  },
} as const;

/** Outside /api/v1 only metrics need a caller. */
function securityOf(url: string): Record<string, string[]>[] {
  if (url === '/api/v1/agent/enroll' || url === '/api/v1/agent/check-token') return [{ enrollmentToken: [] }];
  if (url.startsWith('/api/v1/agent/')) return [{ credential: [] }];
  const isOfReaders = url.startsWith('/api/v1/') || url === '/api/metrics';
  return isOfReaders && !FOR_EVERYBODY.has(url) ? [{ apiToken: [] }] : [];
}

const OPENAPI_PATH = '/api/v1/openapi.json';
const FOR_EVERYBODY: ReadonlySet<string> = new Set([OPENAPI_PATH, REPORT_SCHEMA_PATH]);

const problem = (description: string) => ({
  description,
  ...file({ 'application/problem+json': Problem }),
});
const PROBLEM = problem('An error (RFC 9457)');
const TOO_MANY = problem('Too many requests, or too much in them: try again after Retry-After');
const UNAVAILABLE = problem('The database is away, full or slow: try again after Retry-After');

const FILE_HEADERS = {
  'Content-Disposition': { type: 'string', description: 'The name of the file: its scope and its time' },
  'Gf-As-Of': { type: 'string', format: 'date-time', description: 'The time that all of it is of' },
  'Gf-Asked': {
    type: 'string',
    description: 'The question as an address has it; left out over 4,000 characters',
  },
  'Gf-Selected': { type: 'integer', description: 'How many hosts were chosen, where they were' },
};
/** A plan becomes a file if a format is given. */
const isFile = (url: string, method: string | string[]) =>
  url.endsWith('/export') || (url === '/api/v1/plans/:id' && method === 'GET');

const RETRY_AFTER = {
  'Retry-After': { type: 'integer', minimum: 1, description: 'Seconds after which to try again' },
};

/**
 * Only agents have limits here; readers are limited by the cost of their questions, and the console has its
 * own door.
 */
const isLimited = (url: string) => url.startsWith('/api/v1/agent/');
/** Callers are looked up in the database. */
const needsDatabase = (url: string) =>
  securityOf(url).length > 0 || url === READY_PATH || url === REPORT_KEYS_PATH;

/** The statuses that ask a client to wait, which it handles differently from an error. */
function waitsOf(url: string): FastifySchema['response'] & object {
  return { ...(isLimited(url) && { 429: TOO_MANY }), ...(needsDatabase(url) && { 503: UNAVAILABLE }) };
}

const named = { schemaRegistry: SHAPES };
const jsonSchemaTransform = createJsonSchemaTransform(named);
const withShapes = createJsonSchemaTransformObject(named);

type TransformInput = Parameters<typeof jsonSchemaTransform>[0];

function describe({ schema, url, ...rest }: TransformInput) {
  const described = { ...schema, ...DESCRIBED[url] };
  const waits = waitsOf(url);
  const response = { ...(described.response ?? {}), ...waits, default: PROBLEM };
  const made = jsonSchemaTransform({
    ...rest,
    url,
    schema: { ...described, response, security: schema?.security ?? securityOf(url) },
  });
  // The transform cannot describe headers.
  const answers: Record<string, object> = Object(made.schema?.response);
  if (isFile(url, rest.route.method)) Object.assign(answers[200] ?? {}, { headers: FILE_HEADERS });
  for (const status of Object.keys(waits)) Object.assign(answers[status] ?? {}, { headers: RETRY_AFTER });
  return made;
}

/**
 * One document made from the same schemas that parse and serialise. It is registered before the routes it
 * describes.
 */
export async function registerOpenApi(app: FastifyInstance, runtime: Runtime): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Guarded Fabric', version: '1', description: 'Agent API and read API' },
      components: { securitySchemes: SECURITY },
    },
    transform: describe,
    // Made at the first request, because a server may not know its address before it listens.
    transformObject: (document) => ({
      ...tidied(withShapes(document)),
      servers: [{ url: runtime.publicUrl }],
    }),
  });
  const schema = {
    operationId: 'getOpenApi',
    summary: 'Shows this description.',
    response: { 200: z.looseObject({ openapi: z.string() }) },
  };
  app.get(OPENAPI_PATH, { schema }, async (request, reply) => {
    refuseUnusedWords(request);
    return reply.type('application/json').serializer(JSON.stringify).send(app.swagger());
  });
}
