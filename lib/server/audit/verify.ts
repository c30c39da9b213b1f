import { chainHash, FIRST_PREVIOUS_HASH } from '@/lib/server/audit/chain';
import type { Checkpoint } from '@/lib/server/audit/checkpoint';
import type { Db } from '@/lib/server/db/client';
import { grouped } from '@/lib/util/grouped';

export type AuditVerdict =
  | { intact: true; entries: number; head: string; checkpoints: number }
  | {
      intact: false;
      sequence: string;
      /** `cut`, `rewritten`: the chain itself is valid but does not match a checkpoint. */
      reason: 'missing' | 'changed' | 'unlinked' | 'cut' | 'rewritten';
      /** The time of the checkpoint that the log no longer contains. */
      checkpointAt?: string;
    };

const PAGE_ROWS = 1_000;

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

const hexOf = (hash: Uint8Array) => Buffer.from(hash).toString('hex');

type Rows = Awaited<ReturnType<typeof readPage>>;

/** The fault of a row that should follow `previous`, if there is one. */
function faultOf(row: Rows[number], expected: bigint, previous: Uint8Array) {
  if (row.sequence !== expected) return 'missing';
  if (!sameBytes(row.hash, chainHash(row.previousHash, row))) return 'changed';
  return sameBytes(row.previousHash, previous) ? undefined : 'unlinked';
}

function readPage(db: Db, after: bigint) {
  return db.auditEntry.findMany({
    where: { sequence: { gt: after } },
    orderBy: { sequence: 'asc' },
    take: PAGE_ROWS,
  });
}

type Noted = ReadonlyMap<string, readonly Checkpoint[]>;

const bySequence = (checkpoints: readonly Checkpoint[]): Noted =>
  grouped(checkpoints, ({ sequence }) => sequence);

/** The first checkpoint after the chain's end. */
function missedBy(sequence: bigint, checkpoints: readonly Checkpoint[]): Checkpoint | undefined {
  const beyond = checkpoints.filter((checkpoint) => BigInt(checkpoint.sequence) > sequence);
  return beyond.sort((a, b) => Number(BigInt(a.sequence) - BigInt(b.sequence)))[0];
}

type Place = { sequence: bigint; hash: Uint8Array };

/** The fault of the rows that follow a place, if there is one; otherwise the place of the last row. */
function follow(place: Place, rows: Rows, noted: Noted): { fault: AuditVerdict } | { last: Place } {
  let { sequence, hash } = place;
  for (const row of rows) {
    sequence += 1n;
    const reason = faultOf(row, sequence, hash);
    if (reason) return { fault: { intact: false, sequence: sequence.toString(), reason } };
    hash = row.hash;
    const other = noted.get(sequence.toString())?.find((noting) => noting.hash !== hexOf(row.hash));
    if (other)
      return {
        fault: {
          intact: false,
          sequence: other.sequence,
          reason: 'rewritten',
          checkpointAt: other.at,
        },
      };
  }
  return { last: { sequence, hash } };
}

/**
 * Walks the whole chain and finds every edit, deletion, insertion and swap. If the newest entries were cut
 * off or the whole log was rewritten, only checkpoints kept outside the database show it.
 */
export async function verifyChain(db: Db, checkpoints: readonly Checkpoint[] = []): Promise<AuditVerdict> {
  const noted = bySequence(checkpoints);
  let place: Place = { sequence: 0n, hash: FIRST_PREVIOUS_HASH };
  for (;;) {
    const rows = await readPage(db, place.sequence);
    const step = follow(place, rows, noted);
    if ('fault' in step) return step.fault;
    place = step.last;
    if (rows.length < PAGE_ROWS) break;
  }
  const cut = missedBy(place.sequence, checkpoints);
  if (cut) return { intact: false, sequence: cut.sequence, reason: 'cut', checkpointAt: cut.at };
  const entries = Number(place.sequence);
  return { intact: true, entries, head: hexOf(place.hash), checkpoints: checkpoints.length };
}
