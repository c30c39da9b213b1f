import type { Duplex } from 'node:stream';
import { type PoolClient, Query } from 'pg';
import { STATEMENT_MS, socketOf } from '@/lib/server/db/bounded-pool';
import { tapRows } from '@/lib/server/db/row-tap';
import type { Prisma } from '@/prisma/generated/client';

export type RowStream = {
  /** Rows as they have come (data-rows.ts); null at the end. */
  next: () => Promise<Buffer | null>;
  /** Whether PostgreSQL has more to say: until it has not, the connection can be asked nothing else. */
  isOpen: () => boolean;
  /** Nothing more is taken: what there is to clear is cleared. The connection is the caller's to close. */
  leave: () => void;
};

/** So much waits for the reader; the rest waits in PostgreSQL, which the full socket stops. */
const MOST_HELD_BYTES = 128 * 1024;
/** Whoever takes nothing for so long is cut off rather than left holding a snapshot of the database. */
const LONGEST_PAUSE_MS = 10 * 60_000;

/** Ends the connection after so long, unless it is called off. */
function cutAfter(socket: Duplex, ms: number, why: string): () => void {
  const timer = setTimeout(() => socket.destroy(new Error(why)), ms).unref();
  return () => clearTimeout(timer);
}

/** What has come and was not taken, of a socket that is stopped where that is much. */
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

/** One statement's rows, which come no faster than they are taken, and the first of them in the time of any statement. */
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
  // Rows come in binary, because PostgreSQL takes long to write times and ids as text.
  const asked = { text, values, binary: true, queryMode: 'extended' };
  client.query(
    new Query(asked, (error) => {
      hasBegun();
      leaveAlone();
      // The last rows may be held: whatever is asked next must be heard.
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
