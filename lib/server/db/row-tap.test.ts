import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tapRows } from './row-tap';

/** A message of the protocol: a letter, its length without the letter, and something. */
function message(letter: string, body: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter, 'latin1');
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

const messages = fc.array(
  fc.tuple(fc.constantFrom('D', 'D', 'D', 'T', 'C', 'N'), fc.uint8Array({ maxLength: 40 })),
  {
    maxLength: 30,
  },
);

/** The bytes in pieces, as a network cuts them. */
function piecesOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends
    .map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
    .filter((piece) => piece.length > 0);
}

const END = message('Z', Buffer.from('T'));

describe('tapRows', () => {
  it('takes whole rows and nothing else, however the bytes were cut, and leaves pg what follows', () =>
    fc.assert(
      fc.property(messages, fc.array(fc.nat(), { maxLength: 12 }), (given, cuts) => {
        const socket = new PassThrough();
        const told: Buffer[] = [];
        const rows: Buffer[] = [];
        const pg = (data: Buffer) => {
          told.push(data);
          if (Buffer.concat(told).subarray(-END.length).equals(END)) leaveAlone();
        };
        socket.on('data', pg);
        const leaveAlone = tapRows(socket, (row) => rows.push(row));
        const ofLetter = (isRow: boolean) =>
          given
            .filter(([letter]) => (letter === 'D') === isRow)
            .map(([letter, body]) => message(letter, body));
        const all = Buffer.concat([...given.map(([letter, body]) => message(letter, body)), END]);
        for (const piece of piecesOf(all, cuts)) socket.emit('data', piece);
        expect(Buffer.concat(rows)).toEqual(Buffer.concat(ofLetter(true)));
        expect(Buffer.concat(told)).toEqual(Buffer.concat([...ofLetter(false), END]));
        socket.emit('data', Buffer.from('later'));
        expect(told.at(-1)?.toString()).toBe('later');
        expect(socket.listeners('data')).toEqual([pg]);
      }),
    ));
});
