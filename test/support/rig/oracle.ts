import type { LedgerEntry } from '@/apps/simulator/ledger';
import type { Db } from '@/lib/server/db/client';
import { attachTo } from '@/test/support/world';

export type Verdict = {
  acknowledged: number;
  /** Acknowledged, and not in the database. */
  lost: string[];
  /** Those that are in the database more than once. */
  doubled: string[];
  /** Hosts whose newest stored snapshot is not what their live row says. */
  astray: number;
};

const keyOf = (hostId: string, snapshotId: string | null) => `${hostId} ${snapshotId}`;

type Stored = { hostId: string; snapshotId: string; times: number };

function storedOf(db: Db): Promise<Stored[]> {
  return db.$queryRaw<Stored[]>`
    SELECT host_id AS "hostId", snapshot_id AS "snapshotId", count(*)::int AS times
    FROM snapshot_receipt WHERE outcome = 'stored' GROUP BY 1, 2`;
}

/** The hot row and the history of a host are written with its receipts, or not at all. */
async function astrayOf(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ hosts: number }[]>`
    SELECT count(*)::int AS hosts FROM host_live l
    LEFT JOIN (SELECT host_id, max(observed_at) AS newest FROM snapshot_receipt
      WHERE outcome = 'stored' GROUP BY 1) r USING (host_id)
    WHERE l.max_observed_at IS DISTINCT FROM r.newest`;
  return row?.hosts ?? 0;
}

export async function judgeBy(db: Db, entries: readonly LedgerEntry[]): Promise<Verdict> {
  const stored = await storedOf(db);
  const found = new Set(stored.map(({ hostId, snapshotId }) => keyOf(hostId, snapshotId)));
  const kept = entries.filter(({ outcome }) => outcome !== 'rejected');
  const acknowledged = new Set(kept.map(({ hostId, snapshotId }) => keyOf(hostId, snapshotId)));
  return {
    acknowledged: acknowledged.size,
    lost: [...acknowledged].filter((key) => !found.has(key)),
    doubled: stored.filter(({ times }) => times > 1).map(({ snapshotId }) => snapshotId),
    astray: await astrayOf(db),
  };
}

async function asking<T>(dataDir: string, ask: (db: Db) => Promise<T>): Promise<T> {
  const { db, close } = attachTo(dataDir);
  try {
    return await ask(db);
  } finally {
    await close();
  }
}

/** Compares with the running server of a data folder. */
export const judge = (dataDir: string, entries: readonly LedgerEntry[]): Promise<Verdict> =>
  asking(dataDir, (db) => judgeBy(db, entries));

export const epochOf = (dataDir: string): Promise<string> =>
  asking(dataDir, async (db) => (await db.installation.findUniqueOrThrow({ where: { id: 1 } })).serverEpoch);
