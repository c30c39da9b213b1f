import { DAY_MS } from '@/lib/util/durations';

/** Bytes with which a CSV field may begin or continue without escaping. */
const isSafe = (pattern: RegExp) =>
  Uint8Array.from({ length: 256 }, (_, code) => (pattern.test(String.fromCharCode(code)) ? 1 : 0));
const SAFE_START = isSafe(/[A-Za-z0-9_.:/ ]/);
const SAFE = isSafe(/[A-Za-z0-9_.:/ -]/);

const MOST_BYTES_OF_A_UNIT = 3;

const HEX = Buffer.from('0123456789abcdef');
const UUID_BYTES = 16;
const UUID_LENGTH = 36;
const HYPHEN_BEFORE = new Set([4, 6, 8, 10]);
const [HYPHEN, COLON, DOT, Z, ZERO] = [...'-:.Z0'].map((letter) => letter.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
];

const SECOND_MS = 1000;
const CLOCK_LENGTH = '00:00:00.000Z'.length;

const MOST_DATES = 10_000;
const dates = new Map<number, string>();

/** A day since 1970 in the format of Date.toISOString, up to the letter T. */
function dateText(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  if (dates.size >= MOST_DATES) dates.clear();
  const text = new Date(day * DAY_MS).toISOString().slice(0, -CLOCK_LENGTH);
  dates.set(day, text);
  return text;
}

/** Builds text as bytes: for short pieces a loop is faster than a call into the engine. */
export class CsvBytes {
  private bytes: Buffer;
  private at = 0;

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafe(capacity);
  }

  written(): Buffer {
    return this.bytes.subarray(0, this.at);
  }

  copy(source: Uint8Array, start: number, end: number): void {
    this.makeRoom(end - start);
    const { bytes } = this;
    let { at } = this;
    for (let index = start; index < end; index += 1) bytes[at++] = source[index] as number;
    this.at = at;
  }

  /** Copies a field that needs neither quotes nor marks; returns false without copying if it may need some. */
  copySafe(source: Uint8Array, start: number, end: number): boolean {
    if (end > start && SAFE_START[source[start] as number] === 0) return false;
    this.makeRoom(end - start);
    const { bytes } = this;
    let { at } = this;
    for (let index = start; index < end; index += 1) {
      const byte = source[index] as number;
      if (SAFE[byte] === 0) return false;
      bytes[at++] = byte;
    }
    this.at = at;
    return true;
  }

  /** Writes ASCII text only. */
  ascii(text: string): void {
    this.makeRoom(text.length);
    for (let index = 0; index < text.length; index += 1) this.bytes[this.at++] = text.charCodeAt(index);
  }

  /** Writes the sixteen bytes of a UUID in its usual notation. */
  uuid(source: Uint8Array, start: number): void {
    this.makeRoom(UUID_LENGTH);
    const { bytes } = this;
    let { at } = this;
    for (let index = 0; index < UUID_BYTES; index += 1) {
      if (HYPHEN_BEFORE.has(index)) bytes[at++] = HYPHEN;
      const byte = source[start + index] as number;
      bytes[at++] = HEX[byte >> 4] as number;
      bytes[at++] = HEX[byte & 15] as number;
    }
    this.at = at;
  }

  /** Writes milliseconds since 1970 in the format of Date.toISOString. */
  time(ms: number): void {
    const day = Math.floor(ms / DAY_MS);
    this.ascii(dateText(day));
    this.makeRoom(CLOCK_LENGTH);
    const ofDay = ms - day * DAY_MS;
    const seconds = Math.trunc(ofDay / SECOND_MS);
    const minutes = Math.trunc(seconds / 60);
    this.twoDigits(Math.trunc(minutes / 60), COLON);
    this.twoDigits(minutes % 60, COLON);
    this.twoDigits(seconds % 60, DOT);
    const fraction = ofDay % SECOND_MS;
    this.bytes[this.at++] = ZERO + Math.trunc(fraction / 100);
    this.twoDigits(fraction % 100, Z);
  }

  private twoDigits(value: number, behind: number): void {
    const tens = Math.trunc(value / 10);
    this.bytes[this.at] = ZERO + tens;
    this.bytes[this.at + 1] = ZERO + value - 10 * tens;
    this.bytes[this.at + 2] = behind;
    this.at += 3;
  }

  text(text: string): void {
    this.makeRoom(text.length * MOST_BYTES_OF_A_UNIT);
    this.at += this.bytes.write(text, this.at, 'utf8');
  }

  private makeRoom(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.at + more));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}
