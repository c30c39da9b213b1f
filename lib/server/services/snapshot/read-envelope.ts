import { AGENT_LIMITS } from '@/lib/contracts/agent';
import { ServiceError } from '@/lib/server/errors';
import { afterSpace, endOfValue } from '@/lib/util/json-bytes';
import { jsonDepth } from '@/lib/util/json-depth';
import type { LoopTurns } from '@/lib/util/loop-turns';
import type { Frames } from './frames';
import { type ReadItem, readItem } from './read-item';
import { LARGE_BYTES, readLargeItem, walkLargeBody } from './read-large';

const SNAPSHOTS = Buffer.from('"snapshots":[');
/** What stands before the snapshots is short. */
const MOST_HEAD_BYTES = 1024;
/** An item is two levels deep in its request. */
const ITEM_DEPTH = AGENT_LIMITS.depth - 2;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Whose request it is, what its host said before, and how its work gives way to others'. */
export type Reading = { hostId: string; frames: Frames; turns: LoopTurns };

/** The envelope with one 0 in place of its snapshots, and these. */
export type ReadEnvelope = { envelope: unknown; items: ReadItem[] };

/**
 * A request as the agent writes one (snapshots last, no space around them), its items read one by one as they
 * stand: what says the same as before is not even parsed. Null for anything else, right or wrong: that is
 * parsed whole.
 */
export async function readAgentEnvelope(
  bytes: Buffer,
  { hostId, frames, turns }: Reading,
): Promise<ReadEnvelope | null> {
  const start = bytes.subarray(0, MOST_HEAD_BYTES).indexOf(SNAPSHOTS) + SNAPSHOTS.length;
  if (start < SNAPSHOTS.length) return null;
  try {
    const head = utf8.decode(bytes.subarray(0, start));
    // Only the top level is closed by this, so that these are its snapshots, and its last member.
    const text = `${head}0]}`;
    if (jsonDepth(text) > AGENT_LIMITS.depth) return null;
    const envelope: unknown = JSON.parse(text);
    const readAt: Reader = (at) => frames.read(hostId, bytes, at) ?? readWhole(bytes, at, hostId, frames);
    const items = await readItems(bytes, start, readAt, turns);
    return items && { envelope, items };
  } catch {
    // Not JSON in UTF-8: said by whoever parses all of it.
    return null;
  }
}

/** The same of a body that is large and written otherwise. Throws what is wrong with it. */
export async function readLargeEnvelope(
  bytes: Buffer,
  { hostId, frames, turns }: Reading,
): Promise<ReadEnvelope> {
  const { envelope, spans } = walkLargeBody(bytes);
  const items: ReadItem[] = [];
  for (const { start, end } of spans) {
    if (turns.isOver()) await turns.take();
    items.push(readSpan(bytes.subarray(start, end), hostId, frames));
  }
  return { envelope, items };
}

type Reader = (at: number) => { read: ReadItem; end: number } | null;

/** Null where the array does not end the request, or holds more than a request may. */
async function readItems(
  bytes: Buffer,
  start: number,
  readAt: Reader,
  turns: LoopTurns,
): Promise<ReadItem[] | null> {
  const items: ReadItem[] = [];
  for (let at = start; items.length < AGENT_LIMITS.snapshotsPerRequest; ) {
    if (turns.isOver()) await turns.take();
    const found = readAt(at);
    if (found === null) return null;
    items.push(found.read);
    at = found.end + 1;
    if (bytes[found.end] === 0x2c) continue;
    const isLast =
      bytes[found.end] === 0x5d && bytes[at] === 0x7d && afterSpace(bytes, at + 1) === bytes.length;
    return isLast ? items : null;
  }
  return null;
}

function readWhole(bytes: Buffer, start: number, hostId: string, frames: Frames): ReturnType<Reader> {
  const end = bytes[start] === 0x7b ? endOfValue(bytes, start, ITEM_DEPTH) : -1;
  if (end < 0) return null;
  return { read: readSpan(bytes.subarray(start, end), hostId, frames), end };
}

function readSpan(own: Buffer, hostId: string, frames: Frames): ReadItem {
  if (own.length > LARGE_BYTES) return readLargeItem(own);
  const read = readItem(parseItem(own));
  frames.note(hostId, own, read);
  return read;
}

function parseItem(own: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(own));
  } catch (cause) {
    throw new ServiceError('invalid_json', 'A snapshot is not valid JSON in UTF-8', { cause });
  }
}
