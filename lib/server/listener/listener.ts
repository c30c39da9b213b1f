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

/** Slow senders are let go: TLS and then the head in 10 s each, the whole request in 30 s, looked at every second. */
const LIMITS: Limits = {
  handshakeTimeout: 10_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
};

/**
 * Nothing here speaks another protocol: a request that offers one is answered as if it had not (RFC 9110, 7.8). Node
 * does so by itself while nobody listens for `upgrade`; where it knows this option, not even then is a socket given away.
 */
const NEVER_UPGRADES = { shouldUpgradeCallback: () => false };

export type Handlers = {
  api: Handler;
  page: Handler;
  /** What agents that connect to this server itself send all the time; it sets its own headers. */
  snapshots?: Handler;
  /** Development alone has one: a socket by which pages reload themselves. */
  upgrade?: UpgradeHandler;
};

/** Whether somebody took it. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

type Dispatch = {
  runtime: Runtime;
  handlers: () => Handlers;
  /** Other times than those above, for a test that cannot wait for them. */
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
    // While stopping, the answer is the last one on its connection. After an upgrade that is not taken Node loses
    // what came with the head: then nothing may follow on it either.
    if (runtime.stopping || offersUpgrade) response.setHeader('connection', 'close');
    if (refusal) return sendRefusal(request, response, refusal);
    if (!isForwarder) stripForwarded(request);
    return API_PATHS.test(request.url ?? '') ? api(request, response) : page(request, response);
  };
}

/** Only where pages reload themselves; there, whatever is no page's own socket ends at once. */
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

/** The port that was opened: the one asked for, or a free one where that was 0. */
export function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, host, port)));
    server.listen({ host, port }, () => resolve((server.address() as AddressInfo).port));
  });
}

const DRAIN_SECONDS = 25;
const IDLE_SWEEP_MS = 100;

/** Lets what was begun finish, closes what idles, and after this time everything, whatever has become of its socket. */
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

/** Whether a port can be had, found out before anything else is started or changed. */
export async function refusePortInUse({ host, port }: { host: string; port: number }): Promise<void> {
  if (port === 0) return;
  const probe = createServer((_request: IncomingMessage, response) => response.end());
  await listen(probe, { host, port });
  await new Promise((resolve) => probe.close(resolve));
}
