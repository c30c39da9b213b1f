import type { Duplex } from 'node:stream';

const DATA_ROW = 'D'.charCodeAt(0);
/** The type letter and the length of a message. */
const HEAD_BYTES = 5;

type Listener = (data: Buffer) => void;

/** Where the complete messages in the received bytes end, and at which of them rows begin or end. */
function runsOf(data: Buffer): { end: number; turns: number[] } {
  const turns: number[] = [];
  let at = 0;
  let isRow = data[0] === DATA_ROW;
  while (at + HEAD_BYTES <= data.length) {
    const next = at + 1 + data.readInt32BE(at + 1);
    if (next > data.length) break;
    if ((data[at] === DATA_ROW) !== isRow) {
      turns.push(at);
      isRow = !isRow;
    }
    at = next;
  }
  return { end: at, turns };
}

class Tap {
  private rest: Buffer | null = null;
  private isOver = false;
  private readonly others: Listener[];

  constructor(
    private readonly socket: Duplex,
    private readonly take: Listener,
  ) {
    this.others = socket.listeners('data') as Listener[];
    for (const other of this.others) socket.off('data', other);
    socket.on('data', this.hear);
  }

  private readonly hear: Listener = (chunk) => {
    const data = this.rest === null ? chunk : Buffer.concat([this.rest, chunk]);
    const { end, turns } = runsOf(data);
    this.rest = end < data.length ? data.subarray(end) : null;
    let from = 0;
    for (const to of [...turns, end]) {
      if (to > from) (data[from] === DATA_ROW ? this.take : this.tell)(data.subarray(from, to));
      from = to;
    }
    if (this.isOver && this.rest !== null) this.tell(this.rest);
  };

  private readonly tell: Listener = (data) => {
    for (const other of this.others) other(data);
  };

  readonly end = (): void => {
    if (this.isOver) return;
    this.isOver = true;
    this.socket.off('data', this.hear);
    for (const other of this.others) this.socket.on('data', other);
  };
}

/**
 * Takes the rows out of the bytes that a connection receives: pg would make an array, several strings and an
 * event of each row, which takes longer than PostgreSQL does. Every other message goes to pg. Returns the
 * function that ends this.
 */
export const tapRows = (socket: Duplex, take: Listener): (() => void) => new Tap(socket, take).end;
