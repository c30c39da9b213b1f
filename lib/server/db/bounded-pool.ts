import { AsyncLocalStorage } from 'node:async_hooks';
import type { Socket } from 'node:net';
import { Client, type ClientBase, type ClientConfig, Pool, type PoolConfig } from 'pg';

// A connection may go silent without being closed: the other machine lost its power, an address moved, a firewall forgot
// the flow. PostgreSQL's own limits are not heard then, and a statement is never answered. So each connection has a limit
// beside them, after which it is destroyed: whatever waits for it fails, and its pool makes another one.

const KEEP_ALIVE_AFTER_MS = 10_000;
/** How long PostgreSQL may take to close a connection that is ended. */
const END_WITHIN_MS = 2_000;
/** What an answer may need on its way, above what its statement may take. */
const ON_ITS_WAY_MS = 5_000;

/** How long a statement may take. */
export const STATEMENT_MS = 30_000;

/** How long an answer is waited for, where nobody says otherwise. */
export const ANSWER_MS = STATEMENT_MS + ON_ITS_WAY_MS;

type Bounds = {
  /** How long PostgreSQL may say nothing while an answer is waited for. Without it there is no limit. */
  answerMs?: number | undefined;
};

/** How long the answers to one piece of work are waited for, where that is not what its connection allows. */
const ofThisWork = new AsyncLocalStorage<number>();

/** Statements within `work` are allowed more time than others, or less: their answers are waited for that long. */
export const withStatementsOf = <T>(ms: number, work: () => Promise<T>): Promise<T> =>
  // Prisma asks when its promise is awaited, which has to be within.
  ofThisWork.run(ms + ON_ITS_WAY_MS, async () => await work());

/** The socket of a connection, which pg keeps to itself. */
export const socketOf = (client: unknown): Socket =>
  (client as { connection: { stream: Socket } }).connection.stream;

/** A connection that is destroyed where it says nothing for longer than a statement may take. */
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

  /** The socket counts from the last byte, so that rows which keep coming may come for as long as they do. */
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

/** A pool of such connections. Where one of them has gone silent, those that wait to be used are given up with it. */
export function createBoundedPool(options: PoolConfig & Bounds): Pool {
  // pg hands each connection the options of its pool, which @types/pg does not know.
  const pool = new Pool({
    ...options,
    Client: BoundedClient as unknown as NonNullable<PoolConfig['Client']>,
  });
  const open = new Set<ClientBase>();
  const idle = new Set<ClientBase>();
  openIn.set(pool, open);
  // A connection that is lost while idle is told by the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    open.add(client);
    client.on('error', () => undefined);
    client.once('end', () => {
      open.delete(client);
      idle.delete(client);
    });
    socketOf(client).once('timeout', () => {
      // Nobody asks them anything: each would be found out by one more question that waits in vain.
      for (const other of idle) giveUp(other);
    });
  });
  pool.on('acquire', (client) => void idle.delete(client));
  pool.on('release', (_error, client) => void idle.add(client));
  return pool;
}

/** Ends every connection of a pool without a word to PostgreSQL: whatever waits for an answer fails at once. */
export function giveUpAll(pool: Pool): void {
  for (const client of openIn.get(pool) ?? []) giveUp(client);
}
