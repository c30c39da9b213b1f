import type { Duplex } from 'node:stream';
import { type PoolClient, Query } from 'pg';
import { tapRows } from '@/lib/server/db/row-tap';
import type { Prisma } from '@/prisma/generated/client';

export type RowStream = {
  /** Rows as they have come (data-rows.ts); null at the end. */
  next: () => Promise<Buffer | null>;
  /** Whether PostgreSQL has more to say: until it has not, the connection can be asked nothing else. */
  isOpen: () => boolean;
};

/** So much waits for the reader; the rest waits in PostgreSQL, which the full socket stops. */
const MOST_HELD_BYTES = 128 * 1024;
/** Whoever takes nothing for so long is cut off rather than left holding a snapshot of the database. */
const LONGEST_PAUSE_MS = 10 * 60_000;

const socketOf = (client: PoolClient) =>
  (client as unknown as { connection: { stream: Duplex } }).connection.stream;

/** What has come and was not taken, of a socket that is stopped where that is much. */
class Held {
  private blocks: Buffer[] = [];
  private bytes = 0;
  private cutting: NodeJS.Timeout | null = null;

  constructor(private readonly socket: Duplex) {}

  add(block: Buffer): void {
    this.blocks.push(block);
    this.bytes += block.length;
    if (this.bytes < MOST_HELD_BYTES || this.cutting !== null) return;
    this.socket.pause();
    const cut = () => this.socket.destroy(new Error('Nobody took a row for ten minutes'));
    this.cutting = setTimeout(cut, LONGEST_PAUSE_MS).unref();
  }

  take(): Buffer | undefined {
    const block = this.blocks.shift();
    this.bytes -= block?.length ?? 0;
    if (this.blocks.length === 0) this.goOn();
    return block;
  }

  private goOn(): void {
    if (this.cutting === null) return;
    clearTimeout(this.cutting);
    this.cutting = null;
    this.socket.resume();
  }
}

/** One statement's rows, which come no faster than they are taken. */
export function streamRows(client: PoolClient, { text, values }: Prisma.Sql): RowStream {
  const socket = socketOf(client);
  const held = new Held(socket);
  let end: { error: Error | null } | null = null;
  let wake = (): void => undefined;
  const leaveAlone = tapRows(socket, (block) => {
    held.add(block);
    wake();
  });
  // Texts of times and ids cost PostgreSQL more than all else of a row.
  const asked = { text, values, binary: true, queryMode: 'extended' };
  client.query(
    new Query(asked, (error) => {
      leaveAlone();
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
  return { next, isOpen: () => end === null };
}
