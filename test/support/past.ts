import type { DbRoot } from '@/lib/server/db/client';
import type { PoolName } from '@/lib/server/db/pools';
import { INSECURE, type SnapshotWords } from '@/test/support/agent-client';
import { deliver, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';

const MIDNIGHT = new Date('2026-11-24T00:00:00Z');

/** A time of the night in which it all happens. */
export const at = (hours: number, minutes = 0) =>
  new Date(MIDNIGHT.getTime() + (hours * 60 + minutes) * 60_000);

export const failingBy = (check: string) => ({
  ...INSECURE,
  attestationSubstatus: check,
  attestationSubstatusCode: null,
});

export const node = (firmwareVersion: string, cluster: string) => ({ firmwareVersion, cluster, model: 'M4' });

export const holding = (total: number) => ({
  facts: { shieldedVms: { status: 'ok', value: { total, running: 0 } } },
});

/** A database of the file's own, as the server's pool of this name, and a way to have hosts send snapshots at times of that night. */
export function usesPast(pool: PoolName = 'fleet') {
  const opened: { db?: DbRoot; ingest?: DbRoot } = {};
  usesDatabase((db, { ingest }) => Object.assign(opened, { db, ingest }), pool);
  const part = (name: keyof typeof opened): DbRoot => {
    const found = opened[name];
    if (found === undefined) throw new Error('The database is there when the tests begin');
    return found;
  };
  const sequences = new Map<string, number>();
  return {
    get db() {
      return part('db');
    },
    async say(host: TestHost | undefined, when: Date, words: SnapshotWords): Promise<void> {
      if (host === undefined) throw new Error('There is no such host');
      const sequence = (sequences.get(host.hostId) ?? 0) + 1;
      sequences.set(host.hostId, sequence);
      const snapshots = [snapshotAt(host, when, { sequence, ...words })];
      await deliver(part('ingest'), host, { receivedAt: when, snapshots });
    },
    async fabricOf(host: TestHost | undefined): Promise<string> {
      const where = { id: host?.hostId ?? '' };
      return (await part('db').host.findUniqueOrThrow({ where, select: { fabricId: true } })).fabricId;
    },
  };
}
