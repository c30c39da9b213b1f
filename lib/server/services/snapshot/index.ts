export { createBatcher, type SnapshotBatcher, spreadRetrySeconds } from './batcher';
export type { Delivery } from './decide';
export { readItem } from './read-item';
