export { createBatcher, type SnapshotBatcher } from './batcher';
export { type Delivery, wholeRefusal } from './decide';
export { deliverInParts } from './deliver-in-parts';
export { getRawSnapshot } from './get-raw';
export { ingestBatch } from './ingest-batch';
export { type IngestObserver, REFUSAL_REASONS } from './ingest-observer';
export { type Keeping, maintainPartitions } from './maintain-partitions';
export { readItem } from './read-item';
export { readRequest } from './read-request';
