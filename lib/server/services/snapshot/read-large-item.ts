import { hash } from 'node:crypto';
import { AGENT_LIMITS } from '@/lib/contracts/agent';
import { parseAgentJson } from '@/lib/server/request/parse-input';
import { membersAt } from '@/lib/util/json-bytes';
import { parseRfc3339 } from '@/lib/util/rfc3339';
import { type ReadItem, readId } from './read-item';

/**
 * Larger items are never parsed at once. A limit on many requests does not help against a single one:
 * `JSON.parse` of 8 MiB of empty lists blocked the event loop, and with it all other requests, for 0.7 to 2.0
 * s, and one MiB for 34 to 85 ms (Node 20, on a busy machine with two cores). It is four times what a
 * snapshot may hold, because a snapshot may be written with spaces and escapes.
 */
export const LARGE_BYTES = 4 * AGENT_LIMITS.snapshotBytes;
/** The most bytes of an id or a time. */
const MOST_WORD_BYTES = 1024;
const OPEN_BRACE = 0x7b;

/** An item larger than any that may be stored: rejected by what is visible without parsing it. */
export function readLargeItem(bytes: Buffer): ReadItem {
  const members = (bytes[0] === OPEN_BRACE && membersAt(bytes, 0)) || [];
  const saidOf = (word: string): unknown => {
    const member = members.find(({ key, start, end }) => key === word && end - start <= MOST_WORD_BYTES);
    return member && parseAgentJson(bytes.subarray(member.start, member.end));
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
    names: { hostname: undefined, machineId: undefined },
    item: () => ({}),
    // No part of the item is kept waiting.
    sizeBytes: 0,
    rejection: { code: 'too_large', message: `A snapshot may hold ${AGENT_LIMITS.snapshotBytes} bytes` },
  };
}
