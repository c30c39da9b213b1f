import type { Duplex } from 'node:stream';
import { type PoolClient, Query } from 'pg';
import { STATEMENT_MS, socketOf } from '@/lib/server/db/bounded-pool';
import { tapRows } from '@/lib/server/db/row-tap';
import type { Prisma } from '@/prisma/generated/client';

export type RowStream = {
  /** Rows in PostgreSQL's format (data-rows.ts); null at the end. */
  next: () => Promise<Buffer | null>;
  /** Whether PostgreSQL is still sending: until it ends, the connection accepts no other query. */
  isOpen: () => boolean;
  /** Stops reading and cleans up. The caller has to close the connection. */
  leave: () => void;
};

/** This much waits for the reader in memory; the rest waits in PostgreSQL, which a full socket stops. */
const MOST_HELD_BYTES = 128 * 1024;
/** A reader that takes nothing for this long is cut off, so that it does not hold a snapshot of the database. */
const LONGEST_PAUSE_MS = 10 * 60_000;

/** Destroys the connection after this time, unless it is called off. */
function cutAfter(socket: Duplex, ms: number, why: string): () => void {
  const timer = setTimeout(() => socket.destroy(new Error(why)), ms).unref();
  return () => clearTimeout(timer);
}

/** Received data that the reader has not taken. The socket is paused if it is too much. */
class Held {
  private blocks: Buffer[] = [];
  private bytes = 0;
  private callOff: (() => void) | null = null;

  constructor(private readonly socket: Duplex) {}

  add(block: Buffer): void {
    this.blocks.push(block);
    this.bytes += block.length;
    if (this.bytes < MOST_HELD_BYTES || this.callOff !== null) return;
    this.socket.pause();
    this.callOff = cutAfter(this.socket, LONGEST_PAUSE_MS, 'Nobody took a row for ten minutes');
  }

  take(): Buffer | undefined {
    const block = this.blocks.shift();
    this.bytes -= block?.length ?? 0;
    if (this.blocks.length === 0) this.goOn();
    return block;
  }

  goOn(): void {
    if (this.callOff === null) return;
    this.callOff();
    this.callOff = null;
    this.socket.resume();
  }

  leave(): void {
    this.callOff?.();
    this.blocks = [];
  }
}

/**
 * The rows of one statement, sent no faster than they are taken. The first row has the time limit of any
 * statement.
 */
export function streamRows(client: PoolClient, { text, values }: Prisma.Sql): RowStream {
  const socket = socketOf(client);
  const held = new Held(socket);
  let end: { error: Error | null } | null = null;
  let wake = (): void => undefined;
  const hasBegun = cutAfter(socket, STATEMENT_MS, 'No row came for half a minute');
  const leaveAlone = tapRows(socket, (block) => {
    hasBegun();
    held.add(block);
    wake();
  });
  // Rows come in binary, because PostgreSQL needs long to write times and ids as text.
  const asked = { text, values, binary: true, queryMode: 'extended' };
  client.query(
    new Query(asked, (error) => {
      hasBegun();
      leaveAlone();
      // The socket may still be paused for the last rows, but the answer to the next query must arrive.
      held.goOn();
      end = { error: error ?? null };
      wake();
    }),
  );

  const next = async (): Promise<Buffer | null> => {
    for (;;) {
      const block = held.take();
      if (block !== undefined) return block;
      if (end?.error) throw end.error;
      if (end !== null) return null;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const leave = () => {
    hasBegun();
    held.leave();
  };
  return { next, isOpen: () => end === null, leave };
}
