import type { AnyProcedure } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '@/lib/contracts/agent';
import { ROUTES } from '@/lib/server/doors/authorization-table';
import { VERBS } from '@/lib/server/doors/registry';
import { mintSecret } from '@/lib/server/request/bearer-secrets';
import { createApiToken } from '@/lib/server/services/operator';
import { appRouter } from '@/lib/server/trpc/root';
import { makeOperator, signInCookie, systemCtx } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';

type Operation = {
  operationId?: string;
  summary?: string;
  deprecated?: boolean;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string }[];
  responses: Record<string, { content?: Record<string, unknown>; headers?: Record<string, unknown> }>;
};

let server: TestServer;
let headers: Record<string, string>;
/** A person's, for what belongs to people alone. */
let cookie: string;
/** Keyed by method and path, as the authorization table writes them. */
let operations: Map<string, Operation>;
/** The whole document as it is sent. */
let sent: string;

beforeAll(async () => {
  server = await startTestServer();
  const ctx = systemCtx(server.runtime.db);
  const { token } = await createApiToken({ ctx, input: { name: 'reader', role: 'administrator' } });
  headers = { authorization: `Bearer ${token}` };
  const { email, password } = await makeOperator(server.runtime.db);
  cookie = await signInCookie(server.address, email, password);
  sent = await (await fetch(`${server.address}/api/v1/openapi.json`)).text();
  const document = JSON.parse(sent);
  const paths = Object.entries<Record<string, Operation>>(document.paths);
  operations = new Map(
    paths.flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
        operation,
      ]),
    ),
  );
});
afterAll(() => server.stop());

/** Those of the console are its own business. */
const described = Object.keys(ROUTES).filter((route) => !/ \/api\/(auth|events|set-up|trpc)\b/.test(route));

function operationOf(route: string): Operation {
  const operation = operations.get(route);
  if (operation === undefined) throw new Error(`The document lacks ${route}`);
  return operation;
}

/** The scheme that each row of the authorization table asks for. */
function securityOf(route: string): Record<string, string[]>[] {
  const row = ROUTES[route];
  if (row === undefined || row === 'byProcedure' || row.anonymous === 'allowed') return [];
  if (row.enrollmentToken === 'allowed') return [{ enrollmentToken: [] }];
  if (row.hostCredential === 'allowed') return [{ credential: [] }];
  return row.administratorToken === 'allowed' ? [{ apiToken: [] }] : [{ session: [] }];
}

describe('a fabric that is none', () => {
  it('is refused wherever a fabric can be asked for', async () => {
    const asking = described.filter((route) =>
      operations
        .get(route)
        ?.parameters?.some(({ name, in: place }) => name === 'fabric' && place === 'query'),
    );
    expect(asking).toContain('GET /api/v1/summary');
    for (const route of asking) {
      const [method = '', path = ''] = route.split(' ');
      const address = `${server.address}${path.replace(/:\w+/g, '01a21f1f-8a60-767c-983d-415dd88e4940')}`;
      for (const fabric of ['NOPE', '-NOPE']) {
        const answer = await fetch(`${address}?fabric=${fabric}`, { method, headers });
        expect([answer.status, route]).toEqual([400, route]);
        expect(await answer.json(), route).toMatchObject({
          code: 'invalid_value',
          title: expect.stringContaining('No fabric is called "NOPE".'),
        });
      }
    }
  });
});

describe('the API document', () => {
  it('has every route that is not the console’s, and no other', () => {
    expect([...operations.keys()].sort()).toEqual([...described].sort());
  });

  it.each(described)('says what %s answers, who may ask and by which name', (route) => {
    const { operationId, summary, security, responses } = operationOf(route);
    expect(operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(summary).toMatch(/^[A-Z].+\.$/);
    expect(security ?? []).toEqual(securityOf(route));
    const good = Object.entries(responses).filter(([status]) => /^2\d\d$/.test(status));
    expect(good).toHaveLength(1);
    const [status, answer] = good[0] ?? [];
    // 204 says that there is nothing to show.
    expect(Object.keys(answer?.content ?? {}).length > 0).toBe(status !== '204');
    expect(Object.keys(responses.default?.content ?? {})).toEqual(['application/problem+json']);
  });

  it('names the shapes that it refers to and no others, says where the server is, and stays short', () => {
    const { servers, components } = JSON.parse(sent);
    const referred = [...sent.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(Object.keys(components.schemas).toSorted()).toEqual([...new Set(referred)].toSorted());
    expect(Object.keys(components.schemas)).toEqual(
      expect.arrayContaining(['HostList', 'HostRow', 'Problem']),
    );
    expect(servers).toEqual([{ url: server.runtime.publicUrl }]);
    expect(sent.length).toBeLessThan(300_000);
  });

  it('names one address for what two answer', () => {
    const deprecated = [...operations]
      .filter(([, operation]) => operation.deprecated)
      .map(([route]) => route);
    expect(deprecated).toEqual(['GET /api/v1/hosts/:id/snapshots/compare']);
  });

  it('gives no two routes one name', () => {
    const names = [...operations.values()].map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  it('names the types of the files', () => {
    const typesOf = (route: string) => Object.keys(operationOf(route).responses[200]?.content ?? {});
    expect(typesOf('GET /api/v1/hosts/export')).toEqual([
      'text/csv',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/json',
    ]);
    const isNamed = (route: string) => 'Gf-As-Of' in (operationOf(route).responses[200]?.headers ?? {});
    expect(described.filter((route) => route.startsWith('PATCH') && isNamed(route))).toEqual([]);
    expect(
      ['GET /api/v1/plans/:id', 'GET /api/v1/hosts/export', 'POST /api/v1/hosts/export'].map(isNamed),
    ).toEqual([...[true, true, true]]);
    expect(typesOf('GET /agent/GuardedFabricAgent.zip')).toEqual(['application/zip']);
    expect(typesOf('GET /api/metrics')).toEqual(['text/plain']);
  });
});

/** Each route with a caller that it has to look up, from an address of its own behind a trusted proxy. */
function askUnknown(server: TestServer, route: string, address: string): Promise<Response> {
  const [method = '', path = ''] = route.split(' ');
  const [asked] = Object.keys(securityOf(route)[0] ?? {}) as Parameters<typeof mintSecret> | ['session'] | [];
  // A token is looked up before it is refused for being none of a person's.
  const scheme = asked === 'session' ? 'apiToken' : asked;
  return fetch(server.address + path.replace(':id', 'no-such-host'), {
    method,
    headers: {
      'x-forwarded-for': address,
      ...(scheme && { authorization: `Bearer ${mintSecret(scheme).secret}` }),
    },
  });
}

/** Status and wait of each route's answer, and what the document says of waiting. */
async function expectWaitsDescribed(route: string, answer: Response): Promise<void> {
  await answer.body?.cancel();
  const told = operationOf(route).responses[answer.status]?.headers ?? {};
  const waits = answer.headers.has('retry-after') ? ['Retry-After'] : [];
  expect([answer.status, Object.keys(told)]).toEqual([answer.status, waits]);
}

/** Asks each route that is described once. */
async function routesThatAnswer(status: number, ask: (route: string) => Promise<Response>) {
  const found: string[] = [];
  for (const route of described) {
    const answer = await ask(route);
    if (answer.status === status) found.push(route);
    await expectWaitsDescribed(route, answer);
  }
  return found.sort();
}

describe('who is told to wait finds in the document', () => {
  const FAILURES_A_MINUTE = 100;
  const waitsOf = (status: string) =>
    described.filter((route) => status in operationOf(route).responses).sort();

  let behindProxy: TestServer;
  beforeAll(async () => {
    behindProxy = await startTestServer({ variables: { GF_TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterAll(() => behindProxy.stop());

  it('429 with Retry-After where an address can ask too often, and nowhere else', async () => {
    const ask = (route: string) => askUnknown(behindProxy, route, '192.0.2.1');
    for (let n = 0; n < FAILURES_A_MINUTE; n += 1)
      expect((await ask('POST /api/v1/agent/check-token')).status).toBe(401);
    expect(await routesThatAnswer(429, ask)).toEqual(waitsOf('429'));
  });

  it('503 with Retry-After where the database is asked, and nowhere else', async () => {
    const giveBack = await behindProxy.database.takeAway();
    const away = await routesThatAnswer(503, (route) => askUnknown(behindProxy, route, '192.0.2.2'));
    await giveBack();
    expect(away).toEqual(waitsOf('503'));
  });
});

async function expectRefused(route: string, word: string): Promise<void> {
  const path = route.replace('GET ', '').replace(':id', 'no-such-host');
  const { administratorToken } = Object(ROUTES[route]);
  const asker = administratorToken === 'forbidden' ? { cookie } : headers;
  const answer = await fetch(`${server.address}${path}?${word}=1`, { headers: asker });
  const problem = Problem.parse(await answer.json());
  expect(problem).toMatchObject({ status: 400, code: 'unknown_parameter', pointer: word });
  expect(problem.title).toContain(`"${word}"`);
}

/** What some route reads, and so somebody may believe of another one. */
const WORDS = [
  'limit',
  'cursor',
  'sort',
  'order',
  'format',
  'lang',
  'at',
  'from',
  'since',
  'cluster',
  'kind',
];

describe('a word that a route does not use', () => {
  const reading = described.filter((route) => /^GET \/api\/(v1\/|metrics)/.test(route));

  it.each(reading)('is refused by name: %s', async (route) => {
    await expectRefused(route, 'colour');
    const used = (operationOf(route).parameters ?? []).map(({ name }) => name);
    for (const word of WORDS.filter((one) => !used.includes(one))) await expectRefused(route, word);
  });

  it('is no business of who may not ask at all', async () => {
    const answer = await fetch(`${server.address}/api/v1/hosts?colour=red`);
    expect(answer.status).toBe(401);
  });

  const declared = new Map(VERBS.map(({ declared: { procedure, input } }) => [procedure, input]));
  const known: Record<string, unknown> = appRouter._def.procedures;
  it.each(Object.keys(known))('is refused by name: the procedure %s', (name) => {
    const { inputs } = (known[name] as AnyProcedure)._def as unknown as {
      inputs: { safeParse: (value: unknown) => { error?: { issues: { keys?: string[] }[] } } }[];
    };
    const input = (declared.get(name) as (typeof inputs)[number] | undefined) ?? inputs[0];
    const issues = input?.safeParse({ colour: 'red' }).error?.issues ?? [];
    const isWithoutInput = input?.safeParse(undefined).error === undefined && issues[0]?.keys === undefined;
    expect(isWithoutInput || issues.some(({ keys }) => keys?.includes('colour'))).toBe(true);
    expect(issues).not.toEqual([]);
  });
});
