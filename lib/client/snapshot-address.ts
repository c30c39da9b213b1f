import { isUuid } from '@/lib/contracts/words/text';
import { parseTime } from '@/lib/util/rfc3339';

/** Words of a host's address: which raw snapshot is shown, and which one it is compared with. */
export const SNAPSHOT_WORD = 'snapshot';
export const COMPARE_WORD = 'compare';

/** Each is the id of a snapshot, or a time: then the snapshot behind what was known of the host at that time. */
export type SnapshotChoice = {
  /** Null: what the page shows. */
  shown: string | null;
  /** Null: it is compared with none. */
  compared: string | null;
};

/** The time that is meant where no id is. */
export function timeOfReference(reference: string): Date | null {
  const ms = parseTime(reference);
  return ms === null ? null : new Date(ms);
}

export const isReference = (text: string): boolean => isUuid(text) || timeOfReference(text) !== null;

const read = (text: string | null) => (text !== null && isReference(text) ? text : null);

export const readChoice = (words: URLSearchParams): SnapshotChoice => ({
  shown: read(words.get(SNAPSHOT_WORD)),
  compared: read(words.get(COMPARE_WORD)),
});

/** The same address of a host's page with another choice. */
export function withChoice(address: string, { shown, compared }: SnapshotChoice): string {
  const [path = '', query = ''] = address.split('?');
  const words = new URLSearchParams(query);
  for (const [word, reference] of [
    [SNAPSHOT_WORD, shown],
    [COMPARE_WORD, compared],
  ] as const) {
    words.delete(word);
    if (reference !== null) words.set(word, reference);
  }
  return words.size === 0 ? path : `${path}?${words}`;
}

/** The file of one snapshot, as the host sent it. */
export function snapshotFileAddress(hostId: string, snapshotId: string, at: string | null): string {
  const path = `/api/v1/hosts/${encodeURIComponent(hostId)}/snapshots/${encodeURIComponent(snapshotId)}`;
  return at === null ? path : `${path}?${new URLSearchParams({ at })}`;
}
