/** What can be found, in the order in which equal matches are told. */
export const SEARCH_KINDS = [
  'host',
  'cluster',
  'fabric',
  'check',
  'cause',
  'fix',
  'wave',
  'change',
  'plan',
  'exception',
  'report',
  'owner',
  'operator',
] as const;

export const MAX_SEARCH_CHARS = 200;
/** How many of each kind there may be in an answer. */
export const SEARCH_LIMITS = { least: 1, usual: 5, most: 20 } as const;
