import type { FastifyInstance, FastifyRequest } from 'fastify';
import { countDenial } from '@/lib/server/audit/count-denial';
import { type Caller, resolveCaller } from '@/lib/server/auth/resolve-caller';
import type { Ctx } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { untilClosed } from '@/lib/server/http/common/file-places';
import { sendProblem } from '@/lib/server/http/common/problem';
import { inTime } from '@/lib/server/request/deadline';
import { createOnce } from '@/lib/server/request/once';
import type { Runtime } from '@/lib/server/runtime';

declare module 'fastify' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be merged with Fastify's own
  interface FastifyContextConfig {
    isQuestion?: boolean;
    hasOwnPlaces?: boolean;
  }
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be merged with Fastify's own
  interface FastifyRequest {
    /** The context for verbs, set by `resolvesCaller` before any handler of its scope. */
    ctx: Ctx;
    caller: Caller;
    /** Passes the caller's place to their next request. */
    endTurn?: () => void;
  }
}

/** Marks routes that only ask, although the question has a body. */
export const QUESTION = { isQuestion: true };
/** Marks routes with their own places: they take none of the caller's places for everything else. */
export const OWN_PLACES = { hasOwnPlaces: true };

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

const isQuestion = ({ method, routeOptions }: FastifyRequest) =>
  SAFE_METHODS.has(method) || routeOptions.config.isQuestion === true;

/** Questions use the fleet's pool, so that they wait for each other and not for people's changes. */
function contextOf(runtime: Runtime, request: FastifyRequest, { actor }: Caller): Ctx {
  const db = isQuestion(request) ? runtime.fleetDb : runtime.db;
  return { actor, db, now: new Date(), requestId: request.id, once: createOnce() };
}

function isOwnOrigin(runtime: Runtime, request: FastifyRequest): boolean {
  const { origin } = request.headers;
  return origin === new URL(runtime.publicUrl).origin || origin === `${request.protocol}://${request.host}`;
}

/**
 * A browser adds the cookie even to requests that other sites cause; only the Origin reveals them. A request
 * with a token comes from a program that was given it.
 */
function refuseForeignOrigin(runtime: Runtime, request: FastifyRequest): void {
  if (SAFE_METHODS.has(request.method) || request.headers.authorization !== undefined) return;
  if (!isOwnOrigin(runtime, request))
    throw new ServiceError(
      'forbidden',
      'A change must come from this site itself (Origin), or carry an API token',
    );
}

async function resolve(runtime: Runtime, request: FastifyRequest): Promise<void> {
  const { sessionCookie, db } = runtime;
  const { headers, ip: address } = request;
  request.caller = await inTime('The database does not answer at the moment: try again later', () =>
    resolveCaller({ sessionCookie, db, now: new Date(), headers, address }),
  );
  request.ctx = contextOf(runtime, request, request.caller);
}

const MOMENT_MS = 100;

/**
 * Waits for the caller's turn and resolves with a function that ends it. A change that had to wait has the
 * rights of the moment at which it begins.
 */
export async function takeTurn(
  runtime: Runtime,
  request: FastifyRequest,
  signal: AbortSignal,
): Promise<() => void> {
  const askedAt = performance.now();
  const leave = await runtime.callerPlaces(request.caller.actor, signal);
  if (SAFE_METHODS.has(request.method) || performance.now() - askedAt < MOMENT_MS) return leave;
  try {
    await resolve(runtime, request);
    return leave;
  } catch (error) {
    leave();
    throw error;
  }
}

/**
 * Handles a few requests of one caller at a time, each once it has arrived completely: a slow sender blocks
 * nobody, and a file being sent holds no place.
 */
function takesTurns(scope: FastifyInstance, runtime: Runtime): void {
  scope.addHook('onRoute', (route) => {
    if (route.config?.hasOwnPlaces) return;
    const { handler } = route;
    route.handler = async function answerInTurn(request, reply) {
      request.endTurn = await takeTurn(runtime, request, untilClosed(reply));
      try {
        return await handler.call(this, request, reply);
      } finally {
        request.endTurn();
      }
    };
  });
  // A handler that sends by itself ends when its reader has everything, which may take an hour.
  scope.addHook('onSend', async (request) => {
    if (!isQuestion(request) && request.caller) runtime.heavyReads.wrote(request.caller.actor);
    request.endTurn?.();
  });
}

const routeOf = ({ method, routeOptions }: FastifyRequest) => `${method} ${routeOptions.url ?? ''}`;

/**
 * Resolves the caller for every route of a scope that people or API tokens use. Agents have other routes. A
 * wrong secret is refused before the body is read. A body may take long to arrive, and its sender may be
 * disabled or limited meanwhile: a change has the rights and the time of the moment at which the body is
 * complete.
 */
export function resolvesCaller(scope: FastifyInstance, runtime: Runtime): void {
  scope.addHook('onRequest', async (request) => {
    refuseForeignOrigin(runtime, request);
    await resolve(runtime, request);
  });
  scope.addHook('preValidation', async (request) => {
    if (!SAFE_METHODS.has(request.method)) await resolve(runtime, request);
  });
  takesTurns(scope, runtime);
  scope.setErrorHandler(async (error, request, reply) => {
    // Only if the caller is known, and never on a replica.
    if (request.ctx) await countDenial({ ...request.ctx, db: runtime.db }, routeOf(request), error);
    return sendProblem(error, request, reply);
  });
}
