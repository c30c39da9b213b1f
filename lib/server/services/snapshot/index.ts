export { createBatcher, type SnapshotBatcher } from './batcher';
export type { Delivery } from './decide';
export { ingestBatch } from './ingest-batch';
export { keepPartitions, maintainPartitions } from './maintain';
export type { IngestObserver } from './observe';
export { getRawSnapshot } from './raw';
export { readItem } from './read-item';
