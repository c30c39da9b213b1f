import { readFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { SNAPSHOTS_PATH } from '@/lib/server/http/agent-snapshots';
import { createProxyTrust, stripForwarded } from '@/lib/server/http/proxies';
import { securityHeaders, setSecurityHeaders } from '@/lib/server/http/security-headers';
import { refusalOf, refuseUnreadable, sendRefusal } from '@/lib/server/listener-refusals';
import type { Runtime } from '@/lib/server/runtime';
import { StartupError } from '@/lib/server/startup-error';

/** Slow senders are let go: the head in 10 s, the whole request in 30 s, looked after every second. */
const LIMITS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
};

/** Served by Fastify; all other paths are pages. */
const API_PATHS = /^\/(api|agent|\.well-known)(\/|\?|$)/i;

export type Handlers = {
  api: RequestListener;
  page: RequestListener;
  /** What agents that connect to this server itself send all the time; it sets its own headers. */
  snapshots?: RequestListener;
};

type Dispatch = {
  runtime: Runtime;
  handlers: () => Handlers;
  /** Other times than those above, for a test that cannot wait for them. */
  limits?: ServerOptions;
};

type Headers = ReturnType<typeof securityHeaders>;

function createDispatch({ runtime, handlers }: Dispatch, headers: Headers): RequestListener {
  const isTrusted = createProxyTrust(runtime.env.trustedProxies);
  return (request, response) => {
    const { api, page, snapshots } = handlers();
    const isForwarder = isTrusted(request.socket.remoteAddress);
    if (snapshots && !isForwarder && request.url === SNAPSHOTS_PATH && request.method === 'POST')
      return snapshots(request, response);
    setSecurityHeaders(response, headers);
    // While stopping, the answer says that it is the last one on its connection.
    if (runtime.stopping) response.setHeader('connection', 'close');
    const refusal = refusalOf(request);
    if (refusal) return sendRefusal(response, refusal);
    if (!isForwarder) stripForwarded(request);
    return API_PATHS.test(request.url ?? '') ? api(request, response) : page(request, response);
  };
}

export function createListener(dispatch: Dispatch): Server {
  const { env, publicUrl } = dispatch.runtime;
  const headers = securityHeaders({ https: publicUrl.startsWith('https:') });
  const limits = { ...LIMITS, ...dispatch.limits };
  const server = createServerOf(env, limits, createDispatch(dispatch, headers));
  return server.on('clientError', refuseUnreadable(headers));
}

function createServerOf({ tls }: Runtime['env'], limits: ServerOptions, listener: RequestListener): Server {
  if (!tls) return createServer(limits, listener);
  try {
    const files = {
      cert: readFileSync(tls.certFile),
      key: readFileSync(tls.keyFile),
      minVersion: 'TLSv1.2' as const,
    };
    return createTlsServer({ ...limits, ...files }, listener);
  } catch (cause) {
    throw new StartupError(
      `GF_TLS_CERT_FILE (${tls.certFile}) and GF_TLS_KEY_FILE (${tls.keyFile}) do not hold a certificate and its key in PEM form`,
      { cause },
    );
  }
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

/** The port that was opened; another than asked for only where that was 0. */
export function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, host, port)));
    server.listen({ host, port }, () => resolve((server.address() as AddressInfo).port));
  });
}

const DRAIN_SECONDS = 25;
const IDLE_SWEEP_MS = 100;

/** Lets what was begun finish, closes what idles, and after 25 s everything. */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_SECONDS * 1_000);
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
