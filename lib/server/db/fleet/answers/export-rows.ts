import { splitFilter } from '@/lib/domain/host-filter';
import { inRepairOrder } from '@/lib/domain/repair-order';
import { type Columns, rowsOf, stated } from '@/lib/server/db/checked-rows';
import { Prisma } from '@/lib/server/db/client';
import {
  COLUMNS,
  kindOf,
  OWN_FIELDS,
  type OwnWords,
  SHARED_FIELDS,
  type SharedWords,
} from '@/lib/server/db/fleet/columns';
import { where } from '@/lib/server/db/fleet/filter/filter-sql';
import { orderOf, type Sorting } from '@/lib/server/db/fleet/filter/sorting';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { groupsById, type ReadModel } from '@/lib/server/db/fleet/read-model/stored-hosts';
import { inOneSnapshot, type SnapshotReader, type TextRow } from '@/lib/server/db/snapshot-reader';
import {
  inAskedFabrics,
  isOfPast,
  matchingParts,
  type PreparedQuestion,
  prepare,
  united,
} from './matching-hosts';

/** The remembered objects are dropped at this number, so that a fleet without equal hosts takes no more memory. */
const MOST_KNOWN = 20_000;

/** A host for files: its own columns, and in `shared` one object for all equal hosts. */
export type FiledHost = Omit<OwnWords, 'since' | 'lastObservedAt'> & {
  since: string;
  lastObservedAt: string | null;
  shared: SharedWords;
};

const PLACES = [...OWN_FIELDS, 'group', 'words'] as const;

/** The place of each field in a row: the host's own columns, then its group, or the shared columns as text. */
const FIELD = Object.fromEntries(PLACES.map((field, place) => [field, place])) as Readonly<
  Record<(typeof PLACES)[number], number>
>;

const OWN = Prisma.raw(OWN_FIELDS.map((field) => COLUMNS[field].name).join(', '));

/** What PostgreSQL answers; rows are read as texts. */
const FILED: Columns = {
  ...Object.fromEntries(OWN_FIELDS.map((field) => [COLUMNS[field].name, kindOf(COLUMNS[field])])),
  group_id: 'number',
  shared: 'text',
};

/** The columns that equal hosts share, as one text. */
const SHARED = Prisma.raw(
  `json_build_object(${SHARED_FIELDS.map((field) => `'${field}', ${COLUMNS[field].name}`)})::text`,
);

type Order = { key: Prisma.Sql; by: (key: Prisma.Sql) => Prisma.Sql };

/**
 * The own columns of matching hosts with their group, or with the shared columns if no read model has the
 * host. Each part is sorted separately, because only one part has an index in this order.
 */
function rowsInOrder(question: PreparedQuestion, { key, by }: Order, withWords: boolean): Prisma.Sql {
  const judged = Prisma.sql`${OWN}, NULL::integer AS group_id, ${SHARED} AS shared`;
  const stored = withWords ? judged : Prisma.sql`${OWN}, group_id, NULL::text AS shared`;
  const [only, ...others] = matchingParts(question, 'inOrder', { stored, judged });
  if (only !== undefined && others.length === 0) return Prisma.sql`${only} ${by(key)}`;
  const placed = (columns: Prisma.Sql) => Prisma.sql`${columns}, ${key} AS place`;
  const parts = matchingParts(question, 'inOrder', { stored: placed(stored), judged: placed(judged) });
  const inOrder = parts.map((part) => Prisma.sql`(${part} ${by(key)})`);
  return Prisma.sql`SELECT ${OWN}, group_id, shared FROM (${united(inOrder)}) matching ${by(Prisma.raw('place'))}`;
}

/** The shared columns of each group that may match, up to a number of groups. */
function wordsOfGroups(question: PreparedQuestion, model: ReadModel, most: number): Prisma.Sql {
  const filter = splitFilter(question.filter).shared;
  return Prisma.sql`SELECT id, ${SHARED} AS shared FROM (${groupsById(question.when, model)}) fleet
    WHERE ${inAskedFabrics(question)} AND ${where({ ...question, filter })} LIMIT ${most}::int`;
}

/**
 * If there are more groups than this, each row brings its shared columns itself, which takes longer but no
 * more memory.
 */
const MOST_GROUPS = 50_000;

const groups = rowsOf('words of groups', { id: 'number', shared: 'text' });

/** The shared columns of every group that may occur, as text; null if there are too many. */
async function wordsByGroup(
  reader: SnapshotReader,
  question: PreparedQuestion,
  most: number,
): Promise<ReadonlyMap<number, string> | null> {
  const { readModel } = question;
  if (readModel === null) return new Map();
  const found = await groups(reader)`${wordsOfGroups(question, readModel.model, most + 1)}`;
  if (found.length > most) return null;
  return new Map(found.map(({ id, shared }) => [id, shared]));
}

type SharedOf = (group: string | null, words: string | null) => SharedWords;

/** Returns one object for all equal hosts, as long as it is remembered. */
function sharedWords(byGroup: ReadonlyMap<number, string> | null): SharedOf {
  const known = new Map<string, SharedWords>();
  const learn = (key: string, text: string) => {
    if (known.size > MOST_KNOWN) known.clear();
    const words: SharedWords = JSON.parse(text);
    const shared = { ...words, failingChecks: inRepairOrder(words.failingChecks) };
    known.set(key, shared);
    return shared;
  };
  return (group, words) => {
    const text = (group === null ? words : byGroup?.get(Number(group))) ?? '';
    const key = group ?? text;
    return known.get(key) ?? learn(key, text);
  };
}

/** PostgreSQL writes a time of day without the zeros at its end: 2026-11-24 09:51:00.1+00. */
const isoOf = (time: string) =>
  `${time.slice(0, 10)}T${time.slice(11, 19)}.${time.slice(20, -3).padEnd(3, '0')}Z`;

const numberOf = (text: string | null) => (text === null ? null : Number(text));

/** The casts are safe: every host has an id, a name and a time. */
function hostOf(row: TextRow, sharedOf: SharedOf): FiledHost {
  const read = (field: keyof typeof FIELD) => row[FIELD[field]] ?? null;
  const lastObservedAt = read('lastObservedAt');
  return {
    id: read('id') as string,
    hostname: read('hostname') as string,
    fqdn: read('fqdn'),
    since: isoOf(read('since') as string),
    lastObservedAt: lastObservedAt === null ? null : isoOf(lastObservedAt),
    clockOffsetMs: numberOf(read('clockOffsetMs')),
    shieldedVms: numberOf(read('shieldedVms')),
    shared: sharedOf(read('group'), read('words')),
  };
}

async function* read(
  reader: SnapshotReader,
  question: FleetQuestion,
  sorting: Sorting,
  mostGroups: number,
): AsyncGenerator<FiledHost[]> {
  const prepared = await prepare(reader, question, 'all');
  const byGroup = await wordsByGroup(reader, prepared, mostGroups);
  const isIndexed = prepared.readModel !== null && !isOfPast(prepared);
  const statement = rowsInOrder(prepared, orderOf(sorting), byGroup === null);
  const sharedOf = sharedWords(byGroup);
  for await (const rows of reader.fetch(stated('rows of a file', FILED, statement), isIndexed))
    yield rows.map((row) => hostOf(row, sharedOf));
}

/** Every matching host, in order, in batches that are read only as fast as they are taken. */
export const batchesOfHosts = (
  db: object,
  question: FleetQuestion,
  sorting: Sorting,
  mostGroups = MOST_GROUPS,
): AsyncGenerator<FiledHost[], void> =>
  inOneSnapshot(db, (reader) => read(reader, question, sorting, mostGroups));
