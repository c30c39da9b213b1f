import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { SNAPSHOTS_PATH } from '@/lib/server/http/agent/agent-snapshots';
import { answersInAnyCase, type Handler } from '@/lib/server/http/common/last-resort';
import { createProxyTrust, stripForwarded } from '@/lib/server/http/common/proxies';
import { securityHeaders, setSecurityHeaders } from '@/lib/server/http/common/security-headers';
import {
  boundConnections,
  type ConnectionLimits,
  connectionLimits,
  endAll,
  endUnused,
  endUpgraded,
  keepUpgraded,
} from '@/lib/server/listener/connections';
import { refusalOf, refuseUnreadable, sendRefusal } from '@/lib/server/listener/refusals';
import { API_PATHS } from '@/lib/server/listener/refused-browsers';
import { boundUnreadBody } from '@/lib/server/listener/unread-body';
import { StartupError } from '@/lib/server/process/startup-error';
import type { Runtime } from '@/lib/server/runtime';

type Limits = ServerOptions & { handshakeTimeout?: number };

/** Limits for slow senders: 10 s each for TLS and the head, 30 s for the whole request, checked every second. */
const LIMITS: Limits = {
  handshakeTimeout: 10_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
};

/**
 * No other protocol is served: an upgrade offer is ignored (RFC 9110, 7.8). Node does so by itself while
 * nobody listens for `upgrade`; if it knows this option, even then no socket is given away.
 */
const NEVER_UPGRADES = { shouldUpgradeCallback: () => false };

export type Handlers = {
  api: Handler;
  page: Handler;
  /** The requests of agents that connect directly; the handler sets its own headers. */
  snapshots?: Handler;
  /** Only in development: a socket by which pages reload themselves. */
  upgrade?: UpgradeHandler;
};

/** Whether the handler took the socket. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

type Dispatch = {
  runtime: Runtime;
  handlers: () => Handlers;
  /** Other limits than those above, for a test that cannot wait for them. */
  limits?: Limits;
  connections?: ConnectionLimits;
};

type Headers = ReturnType<typeof securityHeaders>;

function isSnapshots({ url, method }: IncomingMessage): boolean {
  return url === SNAPSHOTS_PATH && method === 'POST';
}

function createDispatch(
  { runtime, handlers }: Dispatch,
  headers: Headers,
  isTrusted: ReturnType<typeof createProxyTrust>,
): Handler {
  return (request, response) => {
    const { api, page, snapshots } = handlers();
    boundUnreadBody(request, response);
    const isForwarder = isTrusted(request.socket.remoteAddress);
    const offersUpgrade = request.headers.upgrade !== undefined;
    const refusal = refusalOf(request);
    if (snapshots && !isForwarder && isSnapshots(request) && !offersUpgrade && !refusal)
      return snapshots(request, response);
    setSecurityHeaders(response, headers);
    // While stopping, the answer is the last one on its connection. After a refused upgrade Node loses what
    // came with the head, so nothing may follow on the connection either.
    if (runtime.stopping || offersUpgrade) response.setHeader('connection', 'close');
    if (refusal) return sendRefusal(request, response, refusal);
    if (!isForwarder) stripForwarded(request);
    return API_PATHS.test(request.url ?? '') ? api(request, response) : page(request, response);
  };
}

/** Only where pages reload themselves; any other upgrade ends at once. */
function takeUpgrades(server: Server, handlers: Dispatch['handlers']): void {
  server.on('upgrade', (request, socket, head) => {
    const { upgrade } = handlers();
    if (!upgrade || !request.url?.startsWith('/_next/')) return socket.destroy();
    keepUpgraded(server, socket);
    if (!upgrade(request, socket, head)) socket.destroy();
  });
}

export function createListener(dispatch: Dispatch): Server {
  const { env, publicUrl, log, certificate } = dispatch.runtime;
  const headers = securityHeaders({ https: publicUrl.startsWith('https:') });
  const isTrusted = createProxyTrust(env.trustedProxies);
  const reloads = env.mode === 'development';
  const limits = { ...LIMITS, ...(reloads ? {} : NEVER_UPGRADES), ...dispatch.limits };
  const answer = answersInAnyCase(createDispatch(dispatch, headers, isTrusted), log);
  const server = createServerOf(certificate, limits, answer);
  boundConnections(server, { limits: dispatch.connections ?? connectionLimits(), isTrusted, log });
  if (reloads) takeUpgrades(server, dispatch.handlers);
  return server.on('clientError', refuseUnreadable(headers));
}

function createServerOf(
  certificate: Runtime['certificate'],
  limits: Limits,
  listener: RequestListener,
): Server {
  if (!certificate) return createServer(limits, listener);
  const server = createTlsServer({ ...limits, ...certificate.options() }, listener);
  certificate.follow(server);
  return server;
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new StartupError(`Port ${port} is in use: end what holds it, or choose another with PORT`);
  if (error.code === 'EACCES')
    return new StartupError(`Port ${port} may not be opened by this user: choose one above 1023 with PORT`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new StartupError(`HOST ${host} is no address of this machine: give one that is, or leave it out`);
  return error;
}

/** The opened port: the given one, or a free one for 0. */
export function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, host, port)));
    server.listen({ host, port }, () => resolve((server.address() as AddressInfo).port));
  });
}

const DRAIN_SECONDS = 25;
const IDLE_SWEEP_MS = 100;

/** Lets running requests finish, closes idle connections, and after this time closes everything in any case. */
export async function drain(server: Server, seconds = DRAIN_SECONDS): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  endUpgraded(server);
  // What had been sent before is read by the first time.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
    endUnused(server);
  }, IDLE_SWEEP_MS);
  const deadline = setTimeout(() => endAll(server), seconds * 1_000);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
}

/** Refuses a port in use before anything else is started or changed. */
export async function refusePortInUse({ host, port }: { host: string; port: number }): Promise<void> {
  if (port === 0) return;
  const probe = createServer((_request: IncomingMessage, response) => response.end());
  await listen(probe, { host, port });
  await new Promise((resolve) => probe.close(resolve));
}
