import { hash } from 'node:crypto';
import { AGENT_LIMITS } from '@/lib/contracts/agent';
import { ServiceError } from '@/lib/server/errors';
import { afterSpace, endOfValue, membersAt } from '@/lib/util/json-bytes';
import { parseRfc3339 } from '@/lib/util/rfc3339';
import { type ReadItem, readId } from './read-item';

/**
 * What is larger is never parsed at once. No bound on many requests helps against a single one: `JSON.parse` of 8 MiB
 * of empty lists held the loop for 0.7 to 2.0 s where one MiB held it for 34 to 85 ms (Node 20, on a busy machine
 * with two cores), and all other requests with it. Four times what a snapshot may hold: it may be written with spaces and escapes.
 */
export const LARGE_BYTES = 4 * AGENT_LIMITS.snapshotBytes;
/** Of what an envelope holds besides snapshots. */
const MOST_WORD_BYTES = 1024;
const WORDS = ['schema', 'sentAt', 'spool'];

const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET, COMMA] = [0x7b, 0x7d, 0x5b, 0x5d, 0x2c];

const utf8 = new TextDecoder('utf-8', { fatal: true });

type Large = { envelope: Record<string, unknown>; spans: { start: number; end: number }[] };

/**
 * The envelope of a large body with one 0 in place of its snapshots, and where these lie. What the envelope holds
 * besides is passed over.
 */
export function walkLargeBody(bytes: Buffer): Large {
  // TextDecoder would drop a byte-order mark.
  const start = afterSpace(bytes, bytes.subarray(0, 3).toString('latin1') === '\u00ef\u00bb\u00bf' ? 3 : 0);
  const members = bytes[start] === OPEN_BRACE ? membersAt(bytes, start) : null;
  if (members === null || !isWhole(bytes, members.at(-1)?.end ?? start + 1)) throw unreadable();
  const envelope: Record<string, unknown> = {};
  for (const { key, start: from, end } of members)
    if (WORDS.includes(key) && end - from <= MOST_WORD_BYTES) envelope[key] = parsed(bytes, from, end);
  const snapshots = members.find(({ key }) => key === 'snapshots');
  if (snapshots === undefined || bytes[snapshots.start] !== OPEN_BRACKET) return { envelope, spans: [] };
  const spans = elementsAt(bytes, snapshots.start);
  return { envelope: { ...envelope, snapshots: spans.length === 0 ? [] : [0] }, spans };
}

/** Whether the object ends after its last member, and the body with it. */
function isWhole(bytes: Buffer, lastEnd: number): boolean {
  const end = afterSpace(bytes, lastEnd);
  return bytes[end] === CLOSE_BRACE && afterSpace(bytes, end + 1) === bytes.length;
}

function parsed(bytes: Buffer, start: number, end: number): unknown {
  try {
    return JSON.parse(utf8.decode(bytes.subarray(start, end)));
  } catch (error) {
    throw unreadable(error);
  }
}

const unreadable = (cause?: unknown) =>
  new ServiceError(
    'invalid_json',
    `A body over ${LARGE_BYTES} bytes must be one JSON object in UTF-8, each name in it once and written plainly`,
    { cause },
  );

function elementsAt(bytes: Buffer, start: number): Large['spans'] {
  const spans: Large['spans'] = [];
  for (let at = afterSpace(bytes, start + 1); bytes[at] !== CLOSE_BRACKET; ) {
    if (spans.length === AGENT_LIMITS.snapshotsPerRequest) throw tooMany();
    const end = endOfValue(bytes, at, AGENT_LIMITS.depth - 2);
    const next = afterSpace(bytes, end);
    if (end <= at || (bytes[next] !== COMMA && bytes[next] !== CLOSE_BRACKET)) throw unreadable();
    spans.push({ start: at, end });
    at = bytes[next] === COMMA ? afterSpace(bytes, next + 1) : next;
    if (at >= bytes.length || (bytes[next] === COMMA && bytes[at] === CLOSE_BRACKET)) throw unreadable();
  }
  return spans;
}

export const tooMany = () =>
  new ServiceError('too_large', `A request may hold ${AGENT_LIMITS.snapshotsPerRequest} snapshots`, {
    pointer: '/snapshots',
  });

/** An item that is larger than any that may be stored: rejected by what can be told of it without parsing it. */
export function readLargeItem(bytes: Buffer): ReadItem {
  const members = (bytes[0] === OPEN_BRACE && membersAt(bytes, 0)) || [];
  const saidOf = (word: string): unknown => {
    const member = members.find(({ key, start, end }) => key === word && end - start <= MOST_WORD_BYTES);
    return member && parsed(bytes, member.start, member.end);
  };
  const digest = hash('sha256', bytes, 'hex');
  const snapshotId = readId(saidOf('snapshotId'));
  return {
    snapshotId,
    key: snapshotId ?? `~${digest}`,
    digest,
    contentDigest: digest,
    collectedAt: parseRfc3339(saidOf('collectedAt')),
    sequence: null,
    host: undefined,
    item: () => ({}),
    // Nothing of it is kept waiting.
    sizeBytes: 0,
    rejection: { code: 'too_large', message: `A snapshot may hold ${AGENT_LIMITS.snapshotBytes} bytes` },
  };
}
