import { DataRows } from '@/lib/server/db/data-rows';
import { inOneSnapshot, type SnapshotReader } from '@/lib/server/db/snapshot-reader';
import { type FleetRow, orderOf, type Sorting } from './host-rows';
import {
  type FleetQuestion,
  filedRows,
  groupWords,
  isOfPast,
  type PreparedQuestion,
  prepare,
} from './question';
import type { SharedWords } from './shared-words';

/** Forgotten and asked for again beyond so many, so that a fleet of which no two hosts are equal takes no more memory. */
const MOST_KNOWN = 20_000;

/** A host as files have it: its own words, and in `shared` one object for all hosts that are equal. */
export type FiledHost = Pick<FleetRow, 'id' | 'hostname' | 'fqdn' | 'clockOffsetMs' | 'shieldedVms'> & {
  since: string;
  lastObservedAt: string | null;
  shared: SharedWords;
};

/** Where filedRows has what. */
export const FIELD = {
  ...{ id: 0, hostname: 1, fqdn: 2, since: 3, lastObservedAt: 4, clockOffsetMs: 5, shieldedVms: 6 },
  ...{ group: 7, words: 8 },
} as const;

/** Rows that came together, and what the hosts of a group share, or one that was judged anew has to itself. */
export type HostBlock = {
  rows: DataRows;
  sharedOf: (group: number | null, words: string | null) => SharedWords;
};

/** Beyond so many groups each row brings its words itself: it takes longer, and no more memory. */
const MOST_GROUPS = 50_000;

/** The words of every group that may come, as text; null where these are too many. */
async function wordsByGroup(
  reader: SnapshotReader,
  question: PreparedQuestion,
  most: number,
): Promise<ReadonlyMap<number, string> | null> {
  const { settled } = question;
  if (!settled) return new Map();
  const found = await reader.$queryRaw<{ id: number; shared: string }[]>(
    groupWords(question, settled, most + 1),
  );
  if (found.length > most) return null;
  return new Map(found.map(({ id, shared }) => [id, shared]));
}

/** One object for all hosts that are equal, while it is remembered. */
function sharedWords(byGroup: ReadonlyMap<number, string> | null): HostBlock['sharedOf'] {
  const known = new Map<number | string, SharedWords>();
  const learn = (key: number | string, text: string) => {
    if (known.size > MOST_KNOWN) known.clear();
    const shared: SharedWords = JSON.parse(text);
    known.set(key, shared);
    return shared;
  };
  return (group, words) => {
    const text = (group === null ? words : byGroup?.get(group)) ?? '';
    const key = group ?? text;
    return known.get(key) ?? learn(key, text);
  };
}

async function* read(
  reader: SnapshotReader,
  question: FleetQuestion,
  sorting: Sorting,
  mostGroups: number,
): AsyncGenerator<HostBlock> {
  const prepared = await prepare(reader, question, 'all');
  const byGroup = await wordsByGroup(reader, prepared, mostGroups);
  const isIndexed = prepared.settled !== null && !isOfPast(prepared);
  const rows = await reader.stream(filedRows(prepared, orderOf(sorting), byGroup === null), isIndexed);
  const sharedOf = sharedWords(byGroup);
  for (let block = await rows.next(); block !== null; block = await rows.next())
    yield { rows: new DataRows(block), sharedOf };
}

/** Every row that matches, in order, in blocks that are read only as fast as they are taken. */
export const blocksOfHosts = (
  db: object,
  question: FleetQuestion,
  sorting: Sorting,
  mostGroups = MOST_GROUPS,
): AsyncGenerator<HostBlock, void> =>
  inOneSnapshot(db, (reader) => read(reader, question, sorting, mostGroups));

const isoOf = (ms: number) => new Date(ms).toISOString();

/** Nobody is without an id, a name and a time. */
export function* hostsOf({ rows, sharedOf }: HostBlock): Generator<FiledHost> {
  while (rows.next()) {
    const lastObservedAt = rows.time(FIELD.lastObservedAt);
    yield {
      id: rows.uuid(FIELD.id) as string,
      hostname: rows.text(FIELD.hostname) as string,
      fqdn: rows.text(FIELD.fqdn),
      since: isoOf(rows.time(FIELD.since) as number),
      lastObservedAt: lastObservedAt === null ? null : isoOf(lastObservedAt),
      clockOffsetMs: rows.integer(FIELD.clockOffsetMs),
      shieldedVms: rows.integer(FIELD.shieldedVms),
      shared: sharedOf(rows.integer(FIELD.group), rows.text(FIELD.words)),
    };
  }
}
