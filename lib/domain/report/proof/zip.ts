import { type Bytes, isSame, joined, textOf, utf8 } from './bytes';

/**
 * An archive in the only form that we write: members one after another, stored without compression, with the
 * time of the report, and nothing before, between or behind them. A reader writes it again from its members
 * and compares: so there is no second member of the same name, no other size, no comment and no unchecked
 * bit.
 */
export type Member = { name: string; bytes: Uint8Array };

export type Crc32 = (bytes: Uint8Array) => number;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
/** 2.0, which stored members need. */
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** Sizes and offsets have 32 bits, and there is no second form for larger ones. */
const LARGEST_BYTES = 0xffff_fffe;
const MOST_MEMBERS = 0xfffe;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Used if no implementation is built in. */
export const crc32: Crc32 = (bytes) => {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (CRC_TABLE[(value ^ byte) & 0xff] ?? 0);
  return (value ^ 0xffffffff) >>> 0;
};

/** Little-endian fields of two or four bytes. */
function record(...fields: readonly (readonly [value: number, size: 2 | 4])[]): Bytes {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [, size]) => sum + size, 0)));
  let at = 0;
  for (const [value, size] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

const dosTime = (at: Date) =>
  (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
const dosDate = (at: Date) =>
  ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();

export function zipOf(members: readonly Member[], at: Date, sumOf: Crc32 = crc32): Bytes {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes } of members) {
    const path = utf8(name);
    const shared = [
      [VERSION, 2],
      [FLAGS, 2],
      [0, 2],
      [dosTime(at), 2],
      [dosDate(at), 2],
      [sumOf(bytes), 4],
      [bytes.length, 4],
      [bytes.length, 4],
      [path.length, 2],
      [0, 2],
    ] as const;
    parts.push(record([LOCAL, 4], ...shared), path, bytes);
    const place = [
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 4],
      [offset, 4],
    ] as const;
    directory.push(record([CENTRAL, 4], [VERSION, 2], ...shared, ...place), path);
    offset += LOCAL_BYTES + path.length + bytes.length;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const count = members.length;
  if (offset + length > LARGEST_BYTES || count > MOST_MEMBERS)
    throw new Error('The archive is larger than its format can hold');
  const end = record([END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [length, 4], [offset, 4], [0, 2]);
  return joined([...parts, ...directory, end]);
}

/** The members in order. Whether the archive has our form remains to be checked. */
export function readMembers(zip: Uint8Array): Member[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const members: Member[] = [];
  let at = 0;
  while (at + LOCAL_BYTES <= zip.length && view.getUint32(at, true) === LOCAL) {
    const start = at + LOCAL_BYTES + view.getUint16(at + 26, true);
    const end = start + view.getUint32(at + 18, true);
    const name = textOf(zip.subarray(at + LOCAL_BYTES, start));
    if (name === undefined || end > zip.length) break;
    members.push({ name, bytes: zip.subarray(start, end) });
    at = end;
  }
  return members;
}

export const isZipOf = (zip: Uint8Array, members: readonly Member[], at: Date): boolean =>
  isSame(zip, zipOf(members, at));

export const looksLikeZip = (bytes: Uint8Array): boolean =>
  bytes.length > 4 && bytes[0] === 0x50 && bytes[1] === 0x4b;
