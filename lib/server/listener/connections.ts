import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { networkOf } from '@/lib/server/auth/sign-in-limits';
import type { Logger } from '@/lib/server/process/logger';

/**
 * 100,000 hosts that send every 90 s make 1,111 requests a second, each answered within 8.5 s: at most 9,444
 * connections are open at once.
 */
const MOST_CONNECTIONS = 10_000;
/** Reserved for PostgreSQL, files and Node itself, so that clients can never take the last descriptor. */
const OTHER_DESCRIPTORS = 500;
const LEAST_CONNECTIONS = 100;
const SHARE_OF_ONE_NETWORK = 0.2;
const REPEAT_WARNING_MS = 60_000;

export type ConnectionLimits = {
  all: number;
  /** The most connections of one address, or of one /64 of IPv6. */
  ofOneNetwork: number;
};

/** How many files this process may open; Infinity if the system does not say (Windows, macOS). */
function openFilesLimit(): number {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** What the process can bear: MOST_CONNECTIONS, or fewer if it may not open that many files. */
export function connectionLimits(openFiles: number = openFilesLimit()): ConnectionLimits {
  const all = Math.min(MOST_CONNECTIONS, Math.max(LEAST_CONNECTIONS, openFiles - OTHER_DESCRIPTORS));
  return { all, ofOneNetwork: Math.ceil(all * SHARE_OF_ONE_NETWORK) };
}

type OpenSockets = {
  all: Set<Socket>;
  /** Sockets whose content TLS has decrypted. */
  secure: Set<Socket>;
  upgraded: Set<Duplex>;
};

const openSockets = new WeakMap<Server, OpenSockets>();

type Options = {
  limits: ConnectionLimits;
  /** A proxy connects for many clients, so it is not limited like one. */
  isTrusted: (address: string | undefined) => boolean;
  log: Pick<Logger, 'warn'>;
};

/** Logs at most once a minute: a flood on the listener must not flood the log. */
function createWarner(log: Options['log']) {
  let silentUntil = 0;
  return (facts: object, sentence: string) => {
    if (performance.now() < silentUntil) return;
    silentUntil = performance.now() + REPEAT_WARNING_MS;
    log.warn(facts, sentence);
  };
}

/** Counts by network; `leave` returns the place. */
function createCounts() {
  const counts = new Map<string, number>();
  return {
    enter: (network: string): number => {
      const count = (counts.get(network) ?? 0) + 1;
      counts.set(network, count);
      return count;
    },
    leave: (network: string): void => {
      const count = (counts.get(network) ?? 0) - 1;
      if (count > 0) counts.set(network, count);
      else counts.delete(network);
    },
  };
}

/**
 * Limits a server's connections and tracks each one, including those that Node's HTTP does not know: before
 * TLS has begun, or after an upgrade.
 */
export function boundConnections(server: Server, { limits, isTrusted, log }: Options): void {
  const open: OpenSockets = { all: new Set(), secure: new Set(), upgraded: new Set() };
  const counts = createCounts();
  const warn = createWarner(log);
  openSockets.set(server, open);
  server.maxConnections = limits.all;
  server.on('drop', () => warn({ limit: limits.all }, 'connection refused: too many are open'));
  server.on('connection', (socket: Socket) => {
    const { remoteAddress } = socket;
    const network = networkOf(remoteAddress ?? '');
    open.all.add(socket);
    const count = counts.enter(network);
    socket.once('close', () => {
      open.all.delete(socket);
      counts.leave(network);
    });
    if (count <= limits.ofOneNetwork || isTrusted(remoteAddress)) return;
    warn({ network, limit: limits.ofOneNetwork }, 'connection refused: this address has too many open');
    socket.destroy();
  });
  server.on('secureConnection', (socket: Socket) => {
    open.secure.add(socket);
    socket.once('close', () => open.secure.delete(socket));
  });
}

/** Node's HTTP neither times nor closes such a socket any more; `endUpgraded` does. */
export function keepUpgraded(server: Server, socket: Duplex): void {
  const upgraded = openSockets.get(server)?.upgraded;
  upgraded?.add(socket);
  socket.once('close', () => upgraded?.delete(socket));
}

export function endUpgraded(server: Server): void {
  for (const socket of openSockets.get(server)?.upgraded ?? []) socket.destroy();
}

/**
 * Ends connections without any request. Browsers open some in advance, and Node considers each as being at
 * the beginning of a request.
 */
export function endUnused(server: Server): void {
  const { all = [], secure = [] } = openSockets.get(server) ?? {};
  for (const socket of [...all, ...secure]) if (socket.bytesRead === 0) socket.destroy();
}

export function endAll(server: Server): void {
  for (const socket of openSockets.get(server)?.all ?? []) socket.destroy();
}
