import type { DbRoot } from '@/lib/server/db/client';
import { withClient } from '@/lib/server/db/connection';
import { fillPast } from '@/lib/server/services/history';
import { DAY_MS } from '@/lib/util/durations';
import { deliver, enrolledHosts, type TestHost } from '@/test/support/ingest';
import { type BenchDatabase, withBenchDatabase } from './database';
import { documentOf } from './document';

// What a host takes for a year at two content changes a day, each to a content that it never had: hosts send every
// 15 minutes through ingest for some days, and what their days have added to the database, indexes and all, is counted
// up to a year. A first day is not counted: a host takes some rows once, however long it stays. Fewer hosts, and pages
// that are half empty weigh in the figure.

const HOSTS = Number(process.env.BENCH_HOSTS ?? 200);
const DAYS = Number(process.env.BENCH_DAYS ?? 6);
const INTERVAL_MS = 900_000;
const A_DAY = DAY_MS / INTERVAL_MS;
const AT_ONCE = 8;
const CHANGES_AT = [31, 67];
const LANES = 4;
const FLOOR_MIB = 2;

type Snapshot = { facts: { bitLocker: { value: { encryptionPercentage: number } } } };

type Days = { firstDay: number; from: number; to: number };

/** Every 15 minutes, from one day's start to another's; a change is of HGS's word and of a figure that no snapshot had. */
async function report(db: DbRoot, host: TestHost, { firstDay, from, to }: Days): Promise<void> {
  const write = documentOf(host);
  let changes = from * CHANGES_AT.length;
  for (let number = from * A_DAY; number < to * A_DAY; number += AT_ONCE) {
    const snapshots = Array.from({ length: AT_ONCE }, (_, index) => {
      const sequence = number + index;
      if (CHANGES_AT.includes(sequence % A_DAY)) changes += 1;
      const at = new Date(firstDay + sequence * INTERVAL_MS);
      const snapshot = JSON.parse(write({ sequence, at, passed: changes % 2 === 0 })) as Snapshot;
      snapshot.facts.bitLocker.value.encryptionPercentage = changes;
      return snapshot;
    });
    const receivedAt = new Date(firstDay + (number + AT_ONCE - 1) * INTERVAL_MS + 1_000);
    const results = await deliver(db, host, { receivedAt, snapshots });
    const refused = results.find(({ outcome }) => outcome !== 'stored');
    if (refused) throw new Error(`Not stored: ${JSON.stringify(refused)}`);
  }
}

/** As many at a time as the database has connections for. */
async function reportAll(db: DbRoot, hosts: readonly TestHost[], days: Days): Promise<void> {
  const waiting = [...hosts];
  const work = async () => {
    for (let host = waiting.pop(); host; host = waiting.pop()) await report(db, host, days);
  };
  await Promise.all(Array.from({ length: LANES }, work));
}

type Kept = { kept: string; bytes: number };

async function sizes(adminUrl: string): Promise<Map<string, number>> {
  return withClient(adminUrl, async (client) => {
    await client.query('VACUUM (FULL)');
    const { rows } = await client.query<Kept>(`
      SELECT coalesce(p.relname, c.relname) AS kept, sum(pg_total_relation_size(c.oid))::float8 AS bytes
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
      LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent
      WHERE c.relkind = 'r' GROUP BY 1`);
    return new Map(rows.map(({ kept, bytes }) => [kept, bytes]));
  });
}

/** Kept for the window alone in which a repetition is known again: no more after a year than after a week. */
const FOR_A_WHILE = new Set(['snapshot_receipt']);

async function measure({ pools, adminUrl }: BenchDatabase): Promise<void> {
  const db = pools.ingest;
  const firstDay = Math.floor(Date.now() / DAY_MS) * DAY_MS - (DAYS + 1) * DAY_MS;
  const hosts = await enrolledHosts(db, new Date(firstDay - 3_600_000), HOSTS);
  await reportAll(db, hosts, { firstDay, from: 0, to: 1 });
  await fillPast({ db: pools.jobs, now: new Date(firstDay + DAY_MS + 3_600_000) });
  const before = await sizes(adminUrl);
  await reportAll(db, hosts, { firstDay, from: 1, to: DAYS + 1 });
  await fillPast({ db: pools.jobs, now: new Date() });
  const after = await sizes(adminUrl);
  const grown = [...after]
    .map(([kept, bytes]) => ({ kept, kibADay: (bytes - (before.get(kept) ?? 0)) / 1024 / HOSTS / DAYS }))
    .sort((a, b) => b.kibADay - a.kibADay);
  for (const { kept, kibADay } of grown.filter((one) => one.kibADay > 0.01))
    console.log(`${kept.padEnd(24)} ${kibADay.toFixed(2).padStart(7)} KiB a host and day`);
  const lasting = grown.filter(({ kept }) => !FOR_A_WHILE.has(kept));
  const mib = (lasting.reduce((sum, { kibADay }) => sum + kibADay, 0) * 365) / 1024;
  console.log(
    `${mib.toFixed(2)} MiB a host and year without receipts (floor ${FLOOR_MIB}, ratio ${(mib / FLOOR_MIB).toFixed(2)})`,
  );
}

export const main = (): Promise<void> => withBenchDatabase(measure);
