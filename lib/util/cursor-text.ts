/** A cursor as text: opaque to whoever pages, and written and read by the list that gave it. */
export const encodeCursor = (parts: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

/** The parts of a cursor, each of which may be anything; null where it is none. */
export function decodeCursor(cursor: string): readonly unknown[] | null {
  const bytes = Buffer.from(cursor, 'base64url');
  // Node passes over what is no base64url, and over a letter too many at the end.
  if (bytes.toString('base64url') !== cursor) return null;
  try {
    const parsed: unknown = JSON.parse(bytes.toString('utf8'));
    return Array.isArray(parsed) ? parsed : null;
  } catch {
    // Not JSON: like any other text that no list wrote.
    return null;
  }
}
