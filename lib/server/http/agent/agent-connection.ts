import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Connection } from '@/lib/contracts/agent';
import { isForwarded } from '@/lib/server/http/common/proxies';

/**
 * What this server saw of the connection that a request came on. Nothing behind a proxy: the connection is the
 * proxy's own there, and how the agent reached the proxy is not known here.
 */
export function connectionOf(request: IncomingMessage): { connection?: Connection } {
  return isForwarded(request) ? {} : directConnectionOf(request.socket);
}

/** Where no proxy speaks for somebody. */
export function directConnectionOf(socket: Socket): { connection: Connection } {
  return { connection: { tls: socket instanceof TLSSocket ? socket.getProtocol() : null } };
}
