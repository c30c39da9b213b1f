import { inOneSnapshot, type SnapshotReader, type TextRow } from '@/lib/server/db/snapshot-reader';
import { type FleetRow, orderOf, type Sorting } from './host-rows';
import { type FleetQuestion, filedRows, prepare } from './question';
import { groupWords } from './settled';
import type { SharedWords } from './shared-words';

const ROWS_PER_BATCH = 1000;
/** Forgotten and asked for again beyond so many, so that a fleet of which no two hosts are equal takes no more memory. */
const MOST_KNOWN = 20_000;

/** A host as files have it: its own words, and in `shared` one object for all hosts that are equal. */
export type FiledHost = Pick<FleetRow, 'id' | 'hostname' | 'fqdn' | 'clockOffsetMs' | 'shieldedVms'> & {
  since: string;
  lastObservedAt: string | null;
  shared: SharedWords;
};

/** Sessions are in UTC and times are of milliseconds; PostgreSQL leaves zeros at the end away. */
const toIso = (text: string) =>
  `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).padEnd(3, '0')}Z`;

const numberOf = (text: string | null | undefined) => (text ? Number(text) : null);

/** In the order of filedRows; nobody is without an id, a name and a time. */
const toHost = (row: TextRow, shared: SharedWords): FiledHost => ({
  id: row[0] as string,
  hostname: row[1] as string,
  fqdn: row[2] as string | null,
  since: toIso(row[3] as string),
  lastObservedAt: row[4] ? toIso(row[4]) : null,
  clockOffsetMs: numberOf(row[5]),
  shieldedVms: numberOf(row[6]),
  shared,
});
const GROUP = 7;
const WORDS = 8;

/** Words by their group, or, of who was judged anew, by themselves. */
type Known = Map<string, SharedWords>;

const keyOf = (row: TextRow) => row[GROUP] ?? row[WORDS] ?? '';

async function learnWords(
  reader: SnapshotReader,
  { when }: FleetQuestion,
  known: Known,
  rows: readonly TextRow[],
): Promise<void> {
  if (known.size > MOST_KNOWN) known.clear();
  const groups = new Set<string>();
  for (const row of rows) {
    const key = keyOf(row);
    if (known.has(key)) continue;
    if (row[GROUP]) groups.add(key);
    else known.set(key, JSON.parse(key));
  }
  if (groups.size === 0) return;
  const found = await reader.$queryRaw<{ id: number; shared: SharedWords }[]>(groupWords(when, [...groups]));
  for (const { id, shared } of found) known.set(String(id), shared);
}

async function* read(
  reader: SnapshotReader,
  question: FleetQuestion,
  sorting: Sorting,
): AsyncGenerator<FiledHost[]> {
  const prepared = await prepare(reader, question, 'all');
  const isIndexed = 'live' in question.when && prepared.settled !== null;
  const next = await reader.open(filedRows(prepared, orderOf(sorting)), isIndexed);
  const known: Known = new Map();
  let coming = next(ROWS_PER_BATCH);
  try {
    for (;;) {
      const rows = await coming;
      if (rows.length === 0) return;
      await learnWords(reader, question, known, rows);
      // PostgreSQL goes on while these are written.
      coming = next(ROWS_PER_BATCH);
      // Every key was just learned.
      yield rows.map((row) => toHost(row, known.get(keyOf(row)) as SharedWords));
    }
  } finally {
    // The reader went away, and nothing else may be asked before this is answered.
    await coming.catch(() => undefined);
  }
}

/** Every row that matches, in order, in batches that are read only as fast as they are taken. */
export const batchesOfHosts = (
  db: object,
  question: FleetQuestion,
  sorting: Sorting,
): AsyncGenerator<FiledHost[], void> => inOneSnapshot(db, (reader) => read(reader, question, sorting));
