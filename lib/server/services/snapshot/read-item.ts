import { hash } from 'node:crypto';
import { AGENT_LIMITS } from '@/lib/contracts/agent';
import { VOLATILE_PATHS } from '@/lib/contracts/volatile-paths';
import { canonicalJson, canonicalJsonParted } from '@/lib/util/canonical-json';
import { isRecord } from '@/lib/util/guards';
import { parseRfc3339 } from '@/lib/util/rfc3339';
import { findLongName } from './find-long-name';
import type { Rejection } from './rejection';

/** One item of a request: its identity, and the reason if it cannot be stored. */
export type ReadItem = {
  /** The id as sent; null if unreadable. */
  snapshotId: string | null;
  /** Identifies a repetition: the id, or the digest if there is none. */
  key: string;
  /**
   * Digest of the parsed item without its sequence, which is compared separately: an item that was spooled
   * under an earlier enrolment is sent again without one, and is still the same snapshot.
   */
  digest: string;
  /** Digest of the item without the paths that change although nothing on the host did. */
  contentDigest: string;
  collectedAt: number | null;
  sequence: number | null;
  /** The names that it gives its host. */
  names: { hostname: unknown; machineId: unknown };
  /** Parses the whole item again: called only if it is judged or stored, which most are not. */
  item: () => Record<string, unknown>;
  /** The size of its JSON in bytes, which is the cost of keeping it waiting. */
  sizeBytes: number;
  rejection: Rejection | null;
};

const MAX_ID_CHARS = 100;

const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** `again` returns the same item once more, so that the parsed one need not be held until it is judged. */
export function readItem(raw: unknown, again: () => unknown = () => raw): ReadItem {
  const item = isRecord(raw) ? raw : {};
  const { sequence, ...others } = item;
  const { without, within } = canonicalJsonParted(isRecord(raw) ? others : raw, VOLATILE_PATHS);
  const contentDigest = sha256(without);
  // The relevant part is hashed once for both digests, because it is most of the item.
  const digest = sha256(`${contentDigest}${within}`);
  const snapshotId = readId(item.snapshotId);
  const collectedAt = parseRfc3339(item.collectedAt);
  const sizeBytes = Buffer.byteLength(without) + within.length + canonicalJson(sequence).length;
  return {
    snapshotId,
    key: snapshotId ?? `~${digest}`,
    digest,
    contentDigest,
    collectedAt,
    sequence: readSequence(sequence),
    names: namesOf(item.host),
    item: () => {
      const all = again();
      return isRecord(all) ? all : {};
    },
    sizeBytes,
    rejection: isRecord(raw) ? findFault({ item, sizeBytes, snapshotId, collectedAt }) : notAnObject,
  };
}

function namesOf(host: unknown): ReadItem['names'] {
  const { hostname, machineId } = isRecord(host) ? host : {};
  return { hostname, machineId };
}

const notAnObject: Rejection = {
  code: 'invalid_snapshot',
  message: 'A snapshot is a JSON object',
  pointer: '',
};

function findFault(read: {
  item: Record<string, unknown>;
  sizeBytes: number;
  snapshotId: string | null;
  collectedAt: number | null;
}): Rejection | null {
  const { item, sizeBytes, snapshotId, collectedAt } = read;
  if (snapshotId === null)
    return {
      code: 'invalid_snapshot',
      message: `snapshotId must be a text of 1 to ${MAX_ID_CHARS} characters`,
      pointer: '/snapshotId',
    };
  if (sizeBytes > AGENT_LIMITS.snapshotBytes)
    return { code: 'too_large', message: `A snapshot may hold ${AGENT_LIMITS.snapshotBytes} bytes` };
  // No text is longer than the whole item, so most snapshots need not be searched.
  const long = sizeBytes > AGENT_LIMITS.stringBytes ? findLongString(item) : null;
  if (long !== null)
    return { code: 'too_large', message: `A text may hold ${AGENT_LIMITS.stringBytes} bytes`, pointer: long };
  const longName = findLongName(item);
  if (longName !== null) return longName;
  if (collectedAt === null) return unreadableTime('/collectedAt');
  if (item.bootedAt !== undefined && item.bootedAt !== null && parseRfc3339(item.bootedAt) === null)
    return unreadableTime('/bootedAt');
  return null;
}

const unreadableTime = (pointer: string): Rejection => ({
  code: 'invalid_time',
  message: `${pointer.slice(1)} must be a time like 2026-11-24T09:32:06Z`,
  pointer,
});

export function readId(raw: unknown): string | null {
  // NUL and lone surrogates would be stored as other characters, and so name another snapshot.
  if (typeof raw !== 'string' || raw.length === 0 || raw.length > MAX_ID_CHARS) return null;
  return /^[\x21-\x7e]+$/.test(raw) && !raw.startsWith('~') ? raw : null;
}

/** Any other value counts as absent: an unreadable counter gives no order. */
function readSequence(raw: unknown): number | null {
  const value = typeof raw === 'string' && /^\d{1,15}$/.test(raw) ? Number(raw) : raw;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** JSON pointer of the first text over the limit, including keys. The depth was limited when the body was read. */
function findLongString(value: unknown): string | null {
  if (typeof value === 'string') return isLong(value) ? '' : null;
  if (typeof value !== 'object' || value === null) return null;
  // The pointer is built on the way back, because most items have no long text.
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) {
      const found = findLongString(inner);
      if (found !== null) return `/${index}${found}`;
    }
    return null;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (isLong(key)) return '';
    const found = findLongString(inner);
    if (found !== null) return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}${found}`;
  }
  return null;
}

/** A UTF-16 unit takes at most three bytes in UTF-8, so most texts need not be measured. */
const isLong = (text: string) =>
  text.length * 3 > AGENT_LIMITS.stringBytes && Buffer.byteLength(text) > AGENT_LIMITS.stringBytes;
