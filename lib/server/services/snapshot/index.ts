export { createBatcher, type SnapshotBatcher } from './batcher';
export { type Delivery, wholeRefusal } from './decide';
export { deliverInParts } from './deliver-in-parts';
export { ingestBatch } from './ingest-batch';
export { type Keeping, maintainPartitions } from './maintain';
export { type IngestObserver, REFUSAL_REASONS } from './observe';
export { getRawSnapshot } from './raw';
export { readItem } from './read-item';
export { readRequest } from './read-request';
