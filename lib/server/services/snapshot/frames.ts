import { type FramedItem, frameItem, readFitting } from './read-framed';
import type { ReadItem } from './read-item';

/** Items are some 4 kB; what is unusual is read in full each time. */
const MOST_ITEM_BYTES = 16 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;
/** Of an entry beside its item's bytes. */
const ENTRY_BYTES = 1024;

type Entry = { framed: FramedItem | null; contentDigest: string };

export type Frames = {
  /** What begins at `start`, where it says the same as the frame of its host. */
  read: (hostId: string, bytes: Buffer, start: number) => { read: ReadItem; end: number } | null;
  /** An item that was read in full; its host's next ones may say the same. */
  note: (hostId: string, bytes: Buffer, read: ReadItem) => void;
};

const sizeOf = ({ framed }: Entry) => ENTRY_BYTES + (framed?.frame.bytes.length ?? 0);

/**
 * One frame a host, of those heard last. A frame is made when a content comes for the second time, so that a
 * fleet that is larger than what is kept, whose hosts are never found again, pays nothing for it.
 */
export function createFrames(mostBytes: number = MOST_BYTES): Frames {
  const entries = new Map<string, Entry>();
  let heldBytes = 0;

  function put(hostId: string, entry: Entry): void {
    const before = entries.get(hostId);
    if (before !== undefined) heldBytes -= sizeOf(before);
    // Last again in the order by which entries are dropped.
    entries.delete(hostId);
    entries.set(hostId, entry);
    heldBytes += sizeOf(entry);
    for (const [oldest, dropped] of entries) {
      if (heldBytes <= mostBytes) break;
      entries.delete(oldest);
      heldBytes -= sizeOf(dropped);
    }
  }

  return {
    read: (hostId, bytes, start) => {
      const entry = entries.get(hostId);
      if (!entry?.framed) return null;
      const found = readFitting(entry.framed, bytes, start);
      if (found !== null) put(hostId, entry);
      return found;
    },
    note: (hostId, bytes, read) => {
      if (read.rejection !== null || bytes.length > MOST_ITEM_BYTES) return;
      const { contentDigest } = read;
      const before = entries.get(hostId);
      const isRepeated = before?.contentDigest === contentDigest;
      const framed = (isRepeated ? frameItem(bytes, read) : before?.framed) ?? null;
      put(hostId, { framed, contentDigest });
    },
  };
}
