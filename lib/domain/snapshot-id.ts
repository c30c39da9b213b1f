// The public id of a stored snapshot: a UUID of version 8 made from its place, which needs no column and no
// index of its own (docs/decisions/stored-documents.md).

/** Months are counted from here; twelve bits of them end in 2311. */
const FIRST_YEAR = 1970;
const MONTHS_AT_MOST = 0x1000;

/** How much of a digest an id contains: 108 of its 256 bits. */
const DIGEST_DIGITS = 27;

/**
 * The key of a stored document: its time, of which the month counts, and a digest of its content in
 * hexadecimal.
 */
export type SnapshotKey = { observedAt: Date; digest: string };

export function snapshotIdOf({ observedAt, digest }: SnapshotKey): string {
  const months = (observedAt.getUTCFullYear() - FIRST_YEAR) * 12 + observedAt.getUTCMonth();
  const month = (months & (MONTHS_AT_MOST - 1)).toString(16).padStart(3, '0');
  const [first, second, third, last] = [
    [0, 8],
    [8, 12],
    [12, 15],
    [15, DIGEST_DIGITS],
  ].map(([from, to]) => digest.slice(from, to));
  return `${first}-${second}-8${month}-8${third}-${last}`;
}

/** The place that an id gives: the first day of the month, and the beginning of the digest. */
export type SnapshotPlace = { month: string; digestStart: string };

const SNAPSHOT_ID = /^([0-9a-f]{8})-([0-9a-f]{4})-8([0-9a-f]{3})-8([0-9a-f]{3})-([0-9a-f]{12})$/;

/** Null if no snapshot can have such an id. */
export function readSnapshotId(id: string): SnapshotPlace | null {
  const [, first, second, month, third, last] = SNAPSHOT_ID.exec(id.toLowerCase()) ?? [];
  if (month === undefined) return null;
  const firstDay = new Date(Date.UTC(FIRST_YEAR, Number.parseInt(month, 16), 1));
  return { month: firstDay.toISOString().slice(0, 10), digestStart: `${first}${second}${third}${last}` };
}
