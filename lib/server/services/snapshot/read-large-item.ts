import { hash } from 'node:crypto';
import { AGENT_LIMITS } from '@/lib/contracts/agent';
import { parseAgentJson } from '@/lib/server/request/parse-input';
import { membersAt } from '@/lib/util/json-bytes';
import { parseRfc3339 } from '@/lib/util/rfc3339';
import { type ReadItem, readId } from './read-item';

/**
 * What is larger is never parsed at once. No bound on many requests helps against a single one: `JSON.parse` of 8 MiB
 * of empty lists held the loop for 0.7 to 2.0 s where one MiB held it for 34 to 85 ms (Node 20, on a busy machine
 * with two cores), and all other requests with it. Four times what a snapshot may hold: it may be written with spaces and escapes.
 */
export const LARGE_BYTES = 4 * AGENT_LIMITS.snapshotBytes;
/** The most bytes of an id or a time. */
const MOST_WORD_BYTES = 1024;
const OPEN_BRACE = 0x7b;

/** An item that is larger than any that may be stored: rejected by what can be seen without parsing it. */
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
    // Nothing of it is kept waiting.
    sizeBytes: 0,
    rejection: { code: 'too_large', message: `A snapshot may hold ${AGENT_LIMITS.snapshotBytes} bytes` },
  };
}
