import { AsyncLocalStorage } from 'node:async_hooks';
import type { Socket } from 'node:net';
import { Client, type ClientBase, type ClientConfig, Pool, type PoolConfig } from 'pg';

// A connection may go silent without being closed: the other machine lost its power, an address moved, a
// firewall forgot the flow. PostgreSQL's own limits then do not arrive, and a statement is never answered. So
// each connection has its own limit besides, after which it is destroyed: everything that waits for it fails,
// and its pool makes a new one.

const KEEP_ALIVE_AFTER_MS = 10_000;
/** How long PostgreSQL may take to close a connection that is ended. */
const END_WITHIN_MS = 2_000;
/** The time that an answer may need on the network, in addition to its statement's time. */
const ON_ITS_WAY_MS = 5_000;

/** How long a statement may take. */
export const STATEMENT_MS = 30_000;

/** The default time to wait for an answer. */
export const ANSWER_MS = STATEMENT_MS + ON_ITS_WAY_MS;

type Bounds = {
  /** How long PostgreSQL may be silent while an answer is due. Without a value there is no limit. */
  answerMs?: number | undefined;
};

/** How long the answers to one piece of work are awaited, if not as long as its connection allows. */
const ofThisWork = new AsyncLocalStorage<number>();

/** Gives the statements within `work` more or less time than others: their answers are awaited for that long. */
export const withStatementsOf = <T>(ms: number, work: () => Promise<T>): Promise<T> =>
  // Prisma sends the query only when its promise is awaited, which has to happen inside.
  ofThisWork.run(ms + ON_ITS_WAY_MS, async () => await work());

/** The socket of a connection, which pg does not expose. */
const socketOf = (client: unknown): Socket =>
  (client as { connection: { stream: Socket } }).connection.stream;

/** A connection that destroys itself when it is silent for longer than a statement may take. */
export class BoundedClient extends Client {
  constructor(config: ClientConfig & Bounds) {
    super({ keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS, ...config });
    if (config.answerMs !== undefined) this.boundAnswers(config.answerMs);
    this.boundEnd();
    this.once('connect', () => {
      const socket = socketOf(this);
      socket.on('timeout', () => {
        const seconds = (socket.timeout ?? 0) / 1_000;
        socket.destroy(new Error(`Connection terminated: PostgreSQL has said nothing for ${seconds} s`));
      });
    });
  }

  /** The time counts from the last byte, so that a long answer is not cut off while rows keep coming. */
  private boundAnswers(answerMs: number): void {
    this.query = ((...asked: Parameters<Client['query']>) => {
      socketOf(this).setTimeout(ofThisWork.getStore() ?? answerMs);
      return super.query.apply(this, asked);
    }) as Client['query'];
    this.on('drain', () => socketOf(this).setTimeout(0));
  }

  private boundEnd(): void {
    this.end = ((...told: Parameters<Client['end']>) => {
      socketOf(this).setTimeout(END_WITHIN_MS);
      return super.end(...told);
    }) as Client['end'];
  }
}

const openIn = new WeakMap<Pool, Set<ClientBase>>();

const giveUp = (client: ClientBase) =>
  socketOf(client).destroy(new Error('Connection terminated: it was given up'));

/** A pool of such connections. If one of them goes silent, the idle ones are given up too. */
export function createBoundedPool(options: PoolConfig & Bounds): Pool {
  // pg passes the options of its pool to each connection, which @types/pg does not declare.
  const pool = new Pool({
    ...options,
    Client: BoundedClient as unknown as NonNullable<PoolConfig['Client']>,
  });
  const open = new Set<ClientBase>();
  const idle = new Set<ClientBase>();
  openIn.set(pool, open);
  // The next query reports a connection that was lost while idle; without a listener the error would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    open.add(client);
    client.on('error', () => undefined);
    client.once('end', () => {
      open.delete(client);
      idle.delete(client);
    });
    socketOf(client).once('timeout', () => {
      // Idle connections receive no query: each would need another query in vain to be found dead.
      for (const other of idle) giveUp(other);
    });
  });
  pool.on('acquire', (client) => void idle.delete(client));
  pool.on('release', (_error, client) => void idle.add(client));
  return pool;
}

/**
 * Ends every connection of a pool without telling PostgreSQL: everything that waits for an answer fails at
 * once.
 */
export function giveUpAll(pool: Pool): void {
  for (const client of openIn.get(pool) ?? []) giveUp(client);
}
