/** The place of a value in a document (RFC 6901): each key or index on the way, with "~" and "/" written as "~0" and "~1". */
export const jsonPointer = (keys: readonly PropertyKey[]): string =>
  keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
