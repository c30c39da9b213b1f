import type { z } from 'zod';
import { type AuditEntry, AuditList, AuditPageInput, type ListAuditInput } from '@/lib/contracts/audit';
import { fabricScope } from '@/lib/server/auth/authorize';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { PAGE_OF_AUDIT } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { subjectNames, subjectsCalled } from './audit-subjects';

/** The question in terms of the log itself: ids instead of names, a number instead of a time. */
type Asked = Omit<z.output<typeof ListAuditInput>, 'subject'> & {
  /** Ids; null for any. */
  subjects: string[] | null;
  /** The newest entry that may be from before `until`. */
  newest: bigint | null;
};

const idsByName = rowsOf('ids by name', { id: 'text' });
const newestEntries = rowsOf('newest entry before a time', { sequence: 'bigint' });
const knownActions = rowsOf('actions of the log', { action: 'text' });
const loggedEntries = rowsOf('entries of the log', {
  sequence: 'bigint',
  at: 'time',
  actorKind: 'text',
  actorId: 'text?',
  actorName: 'text?',
  action: 'text',
  subjectKind: 'text?',
  subjectId: 'text?',
  requestId: 'text?',
  detail: typed<Record<string, unknown>>('json'),
  previousHash: 'text',
  hash: 'text',
});
type Row = RowOf<typeof loggedEntries>;

/** Times follow the numbers except for requests that were under way together, which are never so many. */
const UNDER_WAY_AT_MOST = 200;

/**
 * The first entry after which all are later than a time. Without it a page of long ago would be searched from
 * the end of the log.
 */
async function newestBefore(db: Db, until: Date | null): Promise<bigint | null> {
  if (until === null) return null;
  const [newest] = await newestEntries(db)`
    SELECT coalesce(max(sequence), 0) AS sequence FROM (
      SELECT sequence FROM audit_entry WHERE at < ${until}::timestamptz ORDER BY at DESC LIMIT ${UNDER_WAY_AT_MOST}::int) entry`;
  return newest?.sequence ?? null;
}

/** The ids of the people and programs with this e-mail address or name. */
async function idsOf(db: Db, actor: string): Promise<string[]> {
  const named = await idsByName(db)`
    SELECT id FROM operator WHERE email = lower(${actor}) UNION SELECT id::text FROM api_token WHERE name = ${actor}`;
  return [...new Set([actor, ...named.map(({ id }) => id)])];
}

/**
 * The actions in the log with this name or below it, read along the index from one to the next, whatever its
 * order.
 */
async function actionsOf(db: Db, action: string): Promise<string[]> {
  const rows = await knownActions(db)`
    WITH RECURSIVE known AS (
      (SELECT action FROM audit_entry ORDER BY action LIMIT 1)
      UNION ALL SELECT (SELECT next.action FROM audit_entry next WHERE next.action > known.action
        ORDER BY next.action LIMIT 1) FROM known WHERE known.action IS NOT NULL)
    SELECT action FROM known WHERE action = ${action} OR starts_with(action, ${`${action}.`})`;
  return rows.map((row) => row.action);
}

/** Conditions that are each answered along an index in the order of the log; no entry meets two of them. */
async function alternatives(db: Db, { actor, action, subjects }: Asked): Promise<Prisma.Sql[]> {
  const actors = actor
    ? [
        Prisma.sql`actor_kind = ${actor}`,
        ...(await idsOf(db, actor)).map((id) => Prisma.sql`actor_id = ${id} AND actor_kind <> ${actor}`),
      ]
    : [Prisma.sql`true`];
  const actions = action
    ? (await actionsOf(db, action)).map((what) => Prisma.sql`action = ${what}`)
    : [Prisma.sql`true`];
  const things = subjects ? subjects.map((id) => Prisma.sql`subject_id = ${id}`) : [Prisma.sql`true`];
  return actors.flatMap((who) =>
    actions.flatMap((what) => things.map((whom) => Prisma.sql`${who} AND ${what} AND ${whom}`)),
  );
}

function conditions({ since, until, newest, cursor }: Asked): Prisma.Sql {
  const asked = [
    Prisma.sql`true`,
    since && Prisma.sql`entry.at >= ${since}::timestamptz`,
    until && Prisma.sql`entry.at < ${until}::timestamptz`,
    newest !== null && Prisma.sql`entry.sequence <= ${newest}::bigint`,
    cursor && Prisma.sql`entry.sequence < ${BigInt(cursor)}::bigint`,
  ];
  return Prisma.join(
    asked.filter((part) => part !== null && part !== '' && part !== false),
    ' AND ',
  );
}

/**
 * Takes the newest entries of each alternative, and of these the newest. With OR PostgreSQL would read the
 * log from its end until a page is full: for rare or old entries that is the whole log.
 */
function newestOf(either: readonly Prisma.Sql[], all: Prisma.Sql, count: number): Prisma.Sql {
  const newest = Prisma.sql`ORDER BY entry.sequence DESC LIMIT ${count}::int`;
  const selects = either.map(
    (one) => Prisma.sql`(SELECT * FROM audit_entry entry WHERE ${one} AND ${all} ${newest})`,
  );
  return Prisma.sql`SELECT * FROM (${Prisma.join(selects, ' UNION ALL ')}) entry ${newest}`;
}

/**
 * The same for a caller limited to fabrics, who reads what was done to these fabrics and the things in them,
 * and what they did themselves. The log covers all fabrics, and theirs may be rare in it. So it is read by
 * thing: first the newest entry of each thing, then as many things with the newest entries as a page holds.
 * However long the log is, that never reads more than what was written about their own things.
 */
function newestWithin(fabrics: readonly string[], of: { own: string | null; all: Prisma.Sql; asked: Asked }) {
  const { own, all, asked } = of;
  const within = Prisma.sql`fabric_id = ANY (${[...fabrics]}::uuid[])`;
  const newest = (count: number) => Prisma.sql`ORDER BY entry.sequence DESC LIMIT ${count}::int`;
  const page = newest(asked.limit + 1);
  const ofThing = Prisma.sql`FROM audit_entry entry WHERE entry.subject_id = thing.id AND entry.subject_kind = thing.kind AND ${all}`;
  return Prisma.sql`
    WITH thing AS (
      SELECT unnest(${[...fabrics]}::text[]) AS id, 'fabric' AS kind
      UNION ALL SELECT id::text, 'host' FROM host WHERE ${within}
      UNION ALL SELECT id::text, 'exception' FROM exception WHERE fabric_ids <@ ${[...fabrics]}::uuid[]
      UNION ALL SELECT id::text, 'plan' FROM plan WHERE fabric_ids <@ ${[...fabrics]}::uuid[]
      UNION ALL SELECT id::text, 'enrollmentToken' FROM enrollment_token WHERE ${within}),
    recent AS (
      SELECT thing.* FROM thing CROSS JOIN LATERAL (SELECT entry.sequence ${ofThing} ${newest(1)}) entry
      WHERE ${asked.subjects === null} OR thing.id = ANY (${asked.subjects ?? []}::text[]) ${page})
    SELECT * FROM (
      SELECT entry.* FROM recent thing CROSS JOIN LATERAL (SELECT * ${ofThing} ${page}) entry
      UNION (SELECT * FROM audit_entry entry WHERE entry.actor_id = ${own} AND ${all} ${page})) entry ${page}`;
}

async function askedEntries(ctx: Ctx, asked: Asked): Promise<Prisma.Sql | null> {
  const either = await alternatives(ctx.db, asked);
  if (either.length === 0) return null;
  const all = conditions(asked);
  const scope = fabricScope(ctx);
  if (scope === 'all') return newestOf(either, all, asked.limit + 1);
  const any = Prisma.sql`(${Prisma.join(either, ' OR ')}) AND ${all}`;
  return newestWithin([...scope], { own: recordedBy(ctx.actor), all: any, asked });
}

async function readEntries(ctx: Ctx, asked: Asked): Promise<Row[]> {
  const entries = await askedEntries(ctx, asked);
  if (entries === null) return [];
  return loggedEntries(ctx.db)`
    SELECT entry.sequence, entry.at, entry.actor_kind AS "actorKind", entry.actor_id AS "actorId",
      coalesce(operator.email, token.name) AS "actorName", entry.action, entry.subject_kind AS "subjectKind",
      entry.subject_id AS "subjectId", entry.request_id AS "requestId", entry.detail,
      encode(entry.previous_hash, 'hex') AS "previousHash",
      encode(entry.hash, 'hex') AS hash
    FROM (${entries}) entry
    LEFT JOIN operator ON entry.actor_kind = 'operator' AND operator.id = entry.actor_id
    LEFT JOIN api_token token ON entry.actor_kind = 'apiToken' AND token.id::text = entry.actor_id
    ORDER BY entry.sequence DESC`;
}

function toEntry(row: Row, subjectName: string | null): AuditEntry {
  const { actorKind: kind, actorId: id, actorName: name, subjectKind, subjectId } = row;
  return {
    sequence: row.sequence.toString(),
    at: row.at.toISOString(),
    actor: { kind, id, name },
    action: row.action,
    subject:
      subjectKind !== null && subjectId !== null
        ? { kind: subjectKind, id: subjectId, name: subjectName }
        : null,
    requestId: row.requestId,
    detail: row.detail,
    previousHash: row.previousHash,
    hash: row.hash,
  };
}

/** The audit log, newest entries first. */
export const listAudit = verb({
  procedure: 'system.audit',
  route: { at: 'GET /api/v1/audit', words: PAGE_OF_AUDIT },
  summary: 'Lists the audit log, the newest entry first.',
  right: 'audit.read',
  kind: 'query',
  input: AuditPageInput,
  output: AuditList,
  work: async ({ ctx, input: { subject, ...rest } }) => {
    const [subjects, newest] = await Promise.all([
      subject === null ? null : subjectsCalled(ctx.db, subject),
      newestBefore(ctx.db, rest.until),
    ]);
    const rows = await readEntries(ctx, { ...rest, subjects, newest });
    const page = rows.slice(0, rest.limit);
    const last = rows.length > page.length ? page.at(-1) : undefined;
    const nameOf = await subjectNames(ctx, page);
    return {
      entries: page.map((row) => toEntry(row, nameOf(row))),
      nextCursor: last?.sequence.toString() ?? null,
    };
  },
});
