import { AGENT_LIMITS, SnapshotsEnvelope } from '@/lib/contracts/agent';
import { ServiceError } from '@/lib/server/errors';
import { parseAgentJson, parseEnvelope } from '@/lib/server/request/parse-input';
import { afterSpace, type ByteRange, elementsAt, endOfValue, membersAt } from '@/lib/util/json-bytes';
import type { LoopTurns } from '@/lib/util/loop-turns';
import { parseRfc3339 } from '@/lib/util/rfc3339';
import type { Delivery } from './decide';
import { type ReadItem, readItem } from './read-item';
import { LARGE_BYTES, readLargeItem } from './read-large-item';

/** An item is two levels deep in its request. */
const ITEM_DEPTH = AGENT_LIMITS.depth - 2;
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET] = [0x7b, 0x7d, 0x5b];

/** The envelope without its snapshots, and the JSON of each snapshot; null if `snapshots` is not a list. */
type Taken = { envelope: unknown; snapshots: readonly Buffer[] | null };

/**
 * Reads the body of a request with snapshots from its bytes. Each snapshot is located and parsed by itself,
 * in turns: a request may hold a hundred, and others wait for the event loop meanwhile. None stays parsed
 * after it was read, so a request that waits for its batch costs only its bytes. Throws if the request is
 * refused as a whole.
 */
export async function readRequest(
  bytes: Buffer,
  turns: LoopTurns,
): Promise<Pick<Delivery, 'sentAt' | 'spool' | 'items'>> {
  const { envelope: said, snapshots } = takeApart(bytes) ?? parseWhole(bytes);
  const items: ReadItem[] = [];
  for (const snapshot of snapshots ?? []) {
    if (turns.isOver()) await turns.take();
    items.push(readSnapshot(snapshot));
  }
  const { sentAt, spool } = readEnvelope(said, snapshots);
  return { sentAt, spool, items };
}

function readEnvelope(said: unknown, snapshots: Taken['snapshots']): Pick<Delivery, 'sentAt' | 'spool'> {
  // The contract requires at least one snapshot; the content of each was read already.
  const counted = snapshots === null ? {} : { snapshots: snapshots.slice(0, 1) };
  const envelope = parseEnvelope(SnapshotsEnvelope, isObject(said) ? { ...said, ...counted } : said);
  const sentAt = parseRfc3339(envelope.sentAt);
  if (sentAt === null)
    throw new ServiceError('invalid_envelope', 'sentAt must be a time like 2026-11-24T09:32:06Z', {
      pointer: '/sentAt',
    });
  return {
    sentAt,
    spool: { pending: envelope.spool?.pending ?? null, dropped: envelope.spool?.dropped ?? null },
  };
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readSnapshot(bytes: Buffer): ReadItem {
  if (bytes.length > LARGE_BYTES) return readLargeItem(bytes);
  return readItem(parseAgentJson(bytes), () => parseAgentJson(bytes));
}

/** Null if the bytes do not show plainly where the snapshots are, whether the body is valid or not. */
function takeApart(bytes: Buffer): Taken | null {
  const start = afterSpace(bytes, byteOrderMarkOf(bytes));
  if (bytes[start] !== OPEN_BRACE) return null;
  const found: { spans?: ByteRange[] } = {};
  const members = membersAt(bytes, start, (key, at) => {
    if (key !== 'snapshots' || bytes[at] !== OPEN_BRACKET) return endOfValue(bytes, at, AGENT_LIMITS.depth);
    const list = elementsAt(bytes, at, { depth: ITEM_DEPTH, most: AGENT_LIMITS.snapshotsPerRequest });
    if (list === null) return -1;
    if (list.end < 0) throw tooMany();
    found.spans = list.spans;
    return list.end;
  });
  const list = members?.find(({ key }) => key === 'snapshots');
  if (!members || !list || !isWhole(bytes, members.at(-1)?.end ?? start + 1)) return null;
  // Everything beside the snapshots has to be JSON, too.
  const shell = Buffer.concat([bytes.subarray(0, list.start), Buffer.from('null'), bytes.subarray(list.end)]);
  if (shell.length > LARGE_BYTES) return null;
  const snapshots = found.spans?.map(({ start: from, end }) => bytes.subarray(from, end)) ?? null;
  return { envelope: parseAgentJson(shell), snapshots };
}

/** Windows PowerShell 5.1 may write a byte order mark. */
const byteOrderMarkOf = (bytes: Buffer): number =>
  bytes.subarray(0, 3).toString('latin1') === '\u00ef\u00bb\u00bf' ? 3 : 0;

/** Whether the object, and the body with it, ends after the last member. */
function isWhole(bytes: Buffer, lastEnd: number): boolean {
  const end = afterSpace(bytes, lastEnd);
  return bytes[end] === CLOSE_BRACE && afterSpace(bytes, end + 1) === bytes.length;
}

/**
 * Parses bodies that are written differently from the agent's, and wrong ones, for which the parser says what
 * is wrong.
 */
function parseWhole(bytes: Buffer): Taken {
  if (bytes.length > LARGE_BYTES) throw unreadable();
  const envelope = parseAgentJson(bytes);
  const said = isObject(envelope) && 'snapshots' in envelope ? envelope.snapshots : undefined;
  if (!Array.isArray(said)) return { envelope, snapshots: null };
  if (said.length > AGENT_LIMITS.snapshotsPerRequest) throw tooMany();
  return { envelope, snapshots: said.map((snapshot) => Buffer.from(JSON.stringify(snapshot))) };
}

const unreadable = () =>
  new ServiceError(
    'invalid_json',
    `A body over ${LARGE_BYTES} bytes must be one JSON object in UTF-8, each name in it once and written plainly`,
  );

const tooMany = () =>
  new ServiceError('too_large', `A request may hold ${AGENT_LIMITS.snapshotsPerRequest} snapshots`, {
    pointer: '/snapshots',
  });
