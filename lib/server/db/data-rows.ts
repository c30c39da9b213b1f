const HIGH = 2 ** 32;
/** PostgreSQL counts time from the year 2000. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const LONG_BYTES = 8;

/**
 * Iterates over rows as PostgreSQL sends them (consecutive DataRow messages of its protocol 3, in binary
 * format) without creating an object for each:
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export class DataRows {
  /** Where each field of the present row begins in `bytes`, and its length, -1 if it is NULL. */
  readonly starts: number[] = [];
  readonly lengths: number[] = [];
  private at = 0;

  constructor(readonly bytes: Buffer) {}

  /** Moves to the next row; returns false if there is none. */
  next(): boolean {
    const { bytes, starts, lengths } = this;
    if (this.at >= bytes.length) return false;
    const fields = bytes.readInt16BE(this.at + 5);
    let at = this.at + 7;
    for (let field = 0; field < fields; field += 1) {
      const length = bytes.readInt32BE(at);
      at += 4;
      starts[field] = at;
      lengths[field] = length;
      if (length > 0) at += length;
    }
    this.at = at;
    return true;
  }

  startOf(field: number): number {
    return this.starts[field] ?? 0;
  }

  /** The end of a field. It equals the start if the field is NULL. */
  endOf(field: number): number {
    return this.startOf(field) + Math.max(0, this.lengths[field] ?? 0);
  }

  isNull(field: number): boolean {
    return (this.lengths[field] ?? -1) < 0;
  }

  text(field: number): string | null {
    return this.isNull(field) ? null : this.bytes.toString('utf8', this.startOf(field), this.endOf(field));
  }

  /** An integer or bigint; beyond 2^53 it is approximate. */
  integer(field: number): number | null {
    if (this.isNull(field)) return null;
    const start = this.startOf(field);
    const first = this.bytes.readInt32BE(start);
    return this.lengths[field] === LONG_BYTES ? first * HIGH + this.bytes.readUInt32BE(start + 4) : first;
  }

  /**
   * A timestamptz(3) in milliseconds since 1970. It is rounded, because after 2285 a number no longer holds
   * each microsecond.
   */
  time(field: number): number | null {
    const us = this.integer(field);
    return us === null ? null : Math.round(us / 1000) + EPOCH_MS;
  }

  uuid(field: number): string | null {
    if (this.isNull(field)) return null;
    const hex = this.bytes.toString('hex', this.startOf(field), this.endOf(field));
    const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
    return parts.join('-');
  }
}
