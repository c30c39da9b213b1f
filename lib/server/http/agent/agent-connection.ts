import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Connection } from '@/lib/contracts/agent';
import { isForwarded } from '@/lib/server/http/common/proxies';

/**
 * What this server saw of a request's connection. Behind a proxy there is nothing, because the connection is
 * the proxy's own.
 */
export function connectionOf(request: IncomingMessage): { connection?: Connection } {
  return isForwarded(request) ? {} : directConnectionOf(request.socket);
}

/** The facts of a connection without a proxy. */
export function directConnectionOf(socket: Socket): { connection: Connection } {
  return { connection: { tls: socket instanceof TLSSocket ? socket.getProtocol() : null } };
}
