import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { usesDatabase } from '@/test/support/uses-database';
import { CHANGE } from './changes';
import { DOCUMENT } from './documents';
import { LIVE, PROFILE, RECEIPT, STATE, VMS } from './write-rows';

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
});

/** The columns that ingest writes of each table, and those that other statements set. */
const TABLES = {
  host_profile: [PROFILE, []],
  snapshot_receipt: [RECEIPT, ['known_by']],
  snapshot_document: [DOCUMENT, []],
  state_segment: [STATE, []],
  vm_segment: [VMS, []],
  change: [CHANGE, ['superseded_at']],
  host_live: [LIVE, ['awaited']],
} as const;

it.each(Object.entries(TABLES))('is every column of its table: %s', async (table, [columns, otherwise]) => {
  const found = await db.$queryRaw<{ name: string }[]>`
    SELECT column_name::text AS name FROM information_schema.columns WHERE table_name = ${table}`;
  const written = [...columns.map(({ name }) => name), ...otherwise];
  expect(written.sort()).toEqual(found.map(({ name }) => name).sort());
});
