export { createBatcher, type SnapshotBatcher } from './batcher';
export { type Delivery, wholeRefusal } from './decide';
export { createFrames, type Frames } from './frames';
export { ingestBatch } from './ingest-batch';
export { type Keeping, maintainPartitions } from './maintain';
export type { IngestObserver } from './observe';
export { getRawSnapshot } from './raw';
export { readAgentEnvelope } from './read-envelope';
export { readItem } from './read-item';
