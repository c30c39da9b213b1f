import type { Duplex } from 'node:stream';

const DATA_ROW = 'D'.charCodeAt(0);
/** A letter, and how long the message is without it. */
const HEAD_BYTES = 5;

type Listener = (data: Buffer) => void;

/**
 * Takes the rows out of what a connection receives, as bytes: pg would make an array, some strings and an event of
 * each, which takes longer than PostgreSQL. Whatever else is said goes to pg, as ever. Answers with what ends it.
 */
export function tapRows(socket: Duplex, take: Listener): () => void {
  const others = socket.listeners('data') as Listener[];
  let rest: Buffer | null = null;
  let isOver = false;
  const tell: Listener = (data) => {
    for (const other of others) other(data);
  };
  const pass = (data: Buffer, isRows: boolean) => {
    if (data.length > 0) (isRows ? take : tell)(data);
  };
  const hear: Listener = (chunk) => {
    const data = rest === null ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    let at = 0;
    let isRows = data[0] === DATA_ROW;
    while (at + HEAD_BYTES <= data.length) {
      const end = at + 1 + data.readInt32BE(at + 1);
      if (end > data.length) break;
      const isRow = data[at] === DATA_ROW;
      if (isRow !== isRows) {
        pass(data.subarray(from, at), isRows);
        from = at;
        isRows = isRow;
      }
      at = end;
    }
    rest = at < data.length ? data.subarray(at) : null;
    pass(data.subarray(from, at), isRows);
    if (isOver && rest !== null) tell(rest);
  };
  for (const other of others) socket.off('data', other);
  socket.on('data', hear);
  return () => {
    if (isOver) return;
    isOver = true;
    socket.off('data', hear);
    for (const other of others) socket.on('data', other);
  };
}
