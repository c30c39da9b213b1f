import { canonicalJson } from '@/lib/util/canonical-json';
import { parseRfc3339 } from '@/lib/util/rfc3339';
import { type Frame, filled, fitTo, makeFrame, withinOf } from './frame';
import { digestOf, type ReadItem, readId, readSequence } from './read-item';

/** A frame, and what was found of the item that it was made from, once for all that fit. */
export type FramedItem = { frame: Frame; contentDigest: string; host: unknown; contentBytes: number };

/** Of an item that may be stored, and its bytes. */
export function frameItem(bytes: Buffer, read: ReadItem): FramedItem | null {
  const item = read.item();
  const frame = makeFrame(bytes, item);
  const own = frame && fitTo(frame, bytes, 0);
  if (!frame || !own) return null;
  const volatileBytes = withinOf(frame, own).length + canonicalJson(item.sequence).length;
  const { contentDigest, host, sizeBytes } = read;
  return { frame, contentDigest, host, contentBytes: sizeBytes - volatileBytes };
}

/** Reads what begins at `start` as `readItem` would. Null where it does not fit, or would be rejected. */
export function readFitting(
  { frame, contentDigest, host, contentBytes }: FramedItem,
  bytes: Buffer,
  start: number,
): { read: ReadItem; end: number } | null {
  const fitting = fitTo(frame, bytes, start);
  if (fitting === null) return null;
  const valueAt = (path: string): unknown => JSON.parse(fitting.values.get(path) ?? 'null');
  const snapshotId = readId(valueAt('/snapshotId'));
  const collectedAt = parseRfc3339(valueAt('/collectedAt'));
  if (snapshotId === null || collectedAt === null) return null;
  const sequence = valueAt('/sequence');
  const within = withinOf(frame, fitting);
  const read: ReadItem = {
    snapshotId,
    key: snapshotId,
    digest: digestOf(contentDigest, within),
    contentDigest,
    collectedAt,
    sequence: readSequence(sequence),
    host,
    item: () => JSON.parse(filled(frame, fitting)),
    sizeBytes: contentBytes + within.length + canonicalJson(sequence).length,
    rejection: null,
  };
  return { read, end: fitting.end };
}
