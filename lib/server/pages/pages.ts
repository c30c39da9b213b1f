import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import type { Locale } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';
import { resolveCaller } from '@/lib/server/auth/resolve-caller';
import { isServiceError } from '@/lib/server/errors';
import { localeOf } from '@/lib/server/http/common/languages';
import type { Handler } from '@/lib/server/http/common/last-resort';
import { plainPage } from '@/lib/server/http/common/plain-page';
import { clientAddressOf, createProxyTrust } from '@/lib/server/http/common/proxies';
import { createNonce, pagePolicy } from '@/lib/server/http/common/security-headers';
import type { UpgradeHandler } from '@/lib/server/listener/listener';
import { stripInternals } from '@/lib/server/listener/refusals';
import {
  type AnonymousPages,
  createAnonymousPages,
  type PageRefusal,
} from '@/lib/server/pages/anonymous-pages';
import { isAsset, knownAssets } from '@/lib/server/pages/assets';
import { type RequestScope, runInScope } from '@/lib/server/pages/request-scope';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { inTime } from '@/lib/server/request/deadline';
import type { Runtime } from '@/lib/server/runtime';
import { trpcContextOf } from '@/lib/server/trpc/context';
import { callByName, createCaller } from '@/lib/server/trpc/root';

export type Pages = { handle: Handler; upgrade?: UpgradeHandler; close: () => Promise<void> };

async function scopeOf(runtime: Runtime, request: IncomingMessage): Promise<RequestScope> {
  const { sessionCookie, db, log } = runtime;
  const now = new Date();
  // Pages are requested by browsers, so only the cookie identifies the person.
  const address = request.socket.remoteAddress ?? '';
  const headers = { cookie: request.headers.cookie };
  const { actor, me, ended = null } = await resolveCaller({ sessionCookie, db, now, headers, address });
  const ctx = { actor, db, now, requestId: uuidv7() };
  const caller = createCaller(trpcContextOf(runtime, ctx), log);
  const call = (path: string, input: unknown) => callByName(caller, path, input);
  return {
    caller,
    call,
    session: me,
    sessionEnd: ended,
    address: request.url ?? '/',
    i18n: { locale: localeOf(me?.language ?? null, request.headers) },
  };
}

const NOTHING = 'There is nothing here.';

const PAGE_METHODS = new Set(['GET', 'HEAD']);

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}

/** A database returns within seconds. Only the agents of a fleet get longer times, because all of them return. */
const PEOPLE_RETRY_SECONDS = 10;

type Put = PageRefusal & { locale: Locale; nonce: string; title: string; body: readonly string[] };

/** Defers a person with a page in their own language, because they asked for a page. */
function putOff(response: ServerResponse, { status, retryAfterSeconds, body, ...page }: Put): void {
  const inWords = (sentence: string) => sentence.replace('{seconds}', String(retryAfterSeconds));
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'retry-after': String(retryAfterSeconds),
  });
  response.end(plainPage({ ...page, body: body.map(inWords) }));
}

/**
 * Pages change nothing and use no optimised images, so Next's other answers are not reachable. Returns true
 * if an answer was sent.
 */
function answersWithoutPage({ method = '', url = '' }: IncomingMessage, response: ServerResponse): boolean {
  if (!PAGE_METHODS.has(method)) {
    response.setHeader('allow', [...PAGE_METHODS].join(', '));
    sendText(response, 405, 'Pages are served with GET alone.');
    return true;
  }
  // Many programs request it by this fixed name; the icon is the same for everybody.
  if (url.split('?')[0] === '/favicon.ico') {
    response.writeHead(308, { location: '/icon.svg', 'cache-control': 'public, max-age=86400' }).end();
    return true;
  }
  if (!url.startsWith('/_next/image')) return false;
  sendText(response, 404, NOTHING);
  return true;
}

type Exchange = { request: IncomingMessage; response: ServerResponse; nonce: string };

/** Undefined if the database is away: then the answer has been sent. */
async function findScope(runtime: Runtime, { request, response, nonce }: Exchange) {
  try {
    return await inTime('The database does not answer', () => scopeOf(runtime, request));
  } catch (error) {
    const away = isServiceError(error) && error.code === 'unavailable' ? error : undefined;
    if (!away) throw error;
    runtime.log.error({ err: error, url: request.url }, 'the page could not be begun');
    // The person's choice cannot be read, so the browser's cookie and languages decide.
    const locale = localeOf(null, request.headers);
    const { title, body, tryAgain } = loadMessages(locale).errors.databaseAway;
    putOff(response, {
      status: 503,
      retryAfterSeconds: PEOPLE_RETRY_SECONDS,
      locale,
      nonce,
      title,
      body: [body, tryAgain],
    });
    return undefined;
  }
}

type Refusal = PageRefusal & { of: 'address' | 'person' | 'everybody' };

function refuseRendering({ response, nonce }: Exchange, { of, ...refusal }: Refusal, locale: Locale): void {
  const { fromAddress, fromPerson, atOnce } = loadMessages(locale).errors.tooManyPages;
  const { title, body } = { address: fromAddress, person: fromPerson, everybody: atOnce }[of];
  putOff(response, { ...refusal, locale, nonce, title, body: [body] });
}

type Renderer = {
  runtime: Runtime;
  next: Handler;
  anonymously: AnonymousPages;
  isMade: (url: string) => boolean;
};

type Rendering = { exchange: Exchange; scope: RequestScope; render: () => unknown };

/** A page takes one of its person's places; the procedures that it calls take none. */
export async function renderInTurn(
  { runtime }: Pick<Renderer, 'runtime'>,
  { exchange: { response }, scope, render }: Rendering,
): Promise<Refusal | undefined> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const caller = { kind: 'operator', id: scope.session?.id ?? '' } as const;
  try {
    const leave = await runtime.callerPlaces(caller, gone.signal);
    try {
      await render();
    } finally {
      leave();
    }
    return undefined;
  } catch (error) {
    if (!isServiceError(error) || error.code !== 'too_many_requests') throw error;
    return { of: 'person', status: 429, retryAfterSeconds: error.retryAfterSeconds ?? 1 };
  }
}

async function renderAnonymously(
  { runtime, anonymously }: Renderer,
  { exchange: { request, response }, render }: Rendering,
): Promise<Refusal | undefined> {
  const address = clientAddressOf(request, createProxyTrust(runtime.env.trustedProxies));
  const isKnownDevice = runtime.knownDevices.isKnown({ cookie: request.headers.cookie, now: new Date() });
  const refusal = await anonymously({ address, isKnownDevice, response }, render);
  return refusal && { ...refusal, of: refusal.status === 429 ? 'address' : 'everybody' };
}

async function servePage(renderer: Renderer, ...[request, response]: Parameters<Handler>) {
  const { runtime, next, isMade } = renderer;
  const development = runtime.env.mode === 'development';
  if (!development && answersWithoutPage(request, response)) return;
  stripInternals(request);
  const nonce = createNonce();
  const policy = pagePolicy(nonce, { development });
  request.headers['content-security-policy'] = policy;
  response.setHeader('content-security-policy', policy);
  const { url = '' } = request;
  if (isAsset(url) && isMade(url)) return next(request, response);
  if (isAsset(url)) return sendText(response, 404, NOTHING);
  const exchange = { request, response, nonce };
  const scope = await findScope(runtime, exchange);
  if (!scope) return;
  const rendering = { exchange, scope, render: () => runInScope(scope, () => next(request, response)) };
  if (development) return rendering.render();
  const refusal = await (scope.session ? renderInTurn : renderAnonymously)(renderer, rendering);
  if (refusal) refuseRendering(exchange, refusal, scope.i18n.locale);
}

const CONFIGURATION_READ = /Running next\.config\S* took/;

/** Suppresses Next's line about reading its configuration at the start, which no option turns off. */
async function withoutItsTimings(work: () => Promise<unknown>): Promise<void> {
  const { log } = console;
  console.log = (...said) => {
    if (!CONFIGURATION_READ.test(String(said[0]))) log(...said);
  };
  try {
    await work();
  } finally {
    console.log = log;
  }
}

/** Next behind our listener: it renders, but does not decide who may see what. */
export async function createPages(runtime: Runtime): Promise<Pages> {
  const { default: createNext } = await import('next');
  const dev = runtime.env.mode === 'development';
  // While making a page Next listens for upgrades on the server that it is given, and leaves unknown sockets
  // open. So it gets a server to which nobody connects; otherwise it would take the server of the request. In
  // development our listener passes Next's own upgrades to it.
  const httpServer = createServer();
  const app = createNext({ dev, dir: checkoutRoot(), customServer: true, httpServer });
  await withoutItsTimings(() => app.prepare());
  const next = app.getRequestHandler();
  // Next makes files on request in development.
  const isMade = dev ? () => true : knownAssets(checkoutRoot());
  const renderer = { runtime, next, anonymously: createAnonymousPages(), isMade };
  return {
    handle: (request, response) => servePage(renderer, request, response),
    upgrade: dev ? (...offer) => httpServer.emit('upgrade', ...offer) : undefined,
    close: () => app.close(),
  };
}
