import { chainHash, FIRST_PREVIOUS_HASH } from '@/lib/server/audit/chain';
import type { Db } from '@/lib/server/db/client';

export type AuditVerdict =
  | { intact: true; entries: number; head: string }
  | { intact: false; sequence: string; reason: 'missing' | 'changed' | 'unlinked' };

const PAGE_ROWS = 1_000;

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** What is wrong with a row that should follow `previous`, if anything. */
function faultOf(row: Awaited<ReturnType<typeof readPage>>[number], expected: bigint, previous: Uint8Array) {
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

/**
 * Walks the whole chain. It finds every edit, deletion, insertion and swap; that the newest entries were
 * cut off shows only against a head noted earlier, outside the database.
 */
export async function verifyAudit(db: Db): Promise<AuditVerdict> {
  let previous: Uint8Array = FIRST_PREVIOUS_HASH;
  let sequence = 0n;
  for (;;) {
    const rows = await readPage(db, sequence);
    for (const row of rows) {
      const reason = faultOf(row, sequence + 1n, previous);
      if (reason) return { intact: false, sequence: (sequence + 1n).toString(), reason };
      sequence = row.sequence;
      previous = row.hash;
    }
    if (rows.length < PAGE_ROWS) break;
  }
  return { intact: true, entries: Number(sequence), head: Buffer.from(previous).toString('hex') };
}
