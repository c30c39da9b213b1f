/**
 * What changes from one snapshot to the next although nothing changed on the host. A snapshot is written
 * as a document again only when something else did.
 */
export const VOLATILE_PATHS: readonly (readonly string[])[] = [
  ['snapshotId'],
  ['collectedAt'],
  ['sequence'],
  ['agent', 'durationMs'],
  ['facts', 'clock', 'value', 'offsetSeconds'],
  ['facts', 'clock', 'value', 'syncedAt'],
  ['facts', 'diagnostics', 'value', 'collectedAt'],
];
