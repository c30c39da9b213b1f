import type { z } from 'zod';
import { type AuditEntry, type AuditList, ListAuditInput } from '@/lib/contracts/audit';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import { type Ctx, recordedBy, type Verb } from '@/lib/server/context';
import { type Db, Prisma } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/request/parse-input';

type Asked = z.output<typeof ListAuditInput>;

type Row = {
  sequence: bigint;
  at: Date;
  actorKind: string;
  actorId: string | null;
  actorName: string | null;
  action: string;
  subjectKind: string | null;
  subjectId: string | null;
  requestId: string | null;
  detail: Record<string, unknown>;
  hash: string;
};

/** Who is limited to fabrics reads what was done to those, and what they did themselves: the log is one for all fabrics. */
function visibleTo(ctx: Ctx): Prisma.Sql {
  const scope = fabricScope(ctx);
  if (scope === 'all') return Prisma.sql`true`;
  const fabrics = Prisma.sql`${[...scope]}::uuid[]`;
  return Prisma.sql`(entry.actor_id = ${recordedBy(ctx.actor)} OR CASE entry.subject_kind
    WHEN 'fabric' THEN entry.subject_id::uuid = ANY (${fabrics})
    WHEN 'host' THEN EXISTS (
      SELECT FROM host WHERE host.id = entry.subject_id::uuid AND host.fabric_id = ANY (${fabrics}))
    WHEN 'enrollmentToken' THEN EXISTS (
      SELECT FROM enrollment_token t WHERE t.id = entry.subject_id::uuid AND t.fabric_id = ANY (${fabrics}))
    ELSE false END)`;
}

/** An e-mail address or a name stands for the ids that go by it. */
async function idsOf(db: Db, actor: string): Promise<string[]> {
  const named = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM operator WHERE email = lower(${actor}) UNION SELECT id::text FROM api_token WHERE name = ${actor}`;
  return [...new Set([actor, ...named.map(({ id }) => id)])];
}

/** The actions that entries have, of this one's name or below it: from one to the next along the index, whatever its order. */
async function actionsOf(db: Db, action: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ action: string }[]>`
    WITH RECURSIVE known AS (
      (SELECT action FROM audit_entry ORDER BY action LIMIT 1)
      UNION ALL SELECT (SELECT next.action FROM audit_entry next WHERE next.action > known.action
        ORDER BY next.action LIMIT 1) FROM known WHERE known.action IS NOT NULL)
    SELECT action FROM known WHERE action = ${action} OR starts_with(action, ${`${action}.`})`;
  return rows.map((row) => row.action);
}

/** Conditions of which each is answered along an index in the order of the log, and no two by the same entry. */
async function alternatives(db: Db, { actor, action }: Asked): Promise<Prisma.Sql[]> {
  const actors = actor
    ? [
        Prisma.sql`actor_kind = ${actor}`,
        ...(await idsOf(db, actor)).map((id) => Prisma.sql`actor_id = ${id} AND actor_kind <> ${actor}`),
      ]
    : [Prisma.sql`true`];
  if (!action) return actors;
  const actions = await actionsOf(db, action);
  return actors.flatMap((who) => actions.map((what) => Prisma.sql`${who} AND action = ${what}`));
}

function conditions(ctx: Ctx, { since, subject, cursor }: Asked): Prisma.Sql {
  const asked = [
    since && Prisma.sql`entry.at >= ${since}::timestamptz`,
    subject && Prisma.sql`entry.subject_id = ${subject}`,
    cursor && Prisma.sql`entry.sequence < ${BigInt(cursor)}::bigint`,
  ];
  return Prisma.join([visibleTo(ctx), ...asked.filter((part) => part !== null && part !== '')], ' AND ');
}

/**
 * The newest of each alternative, of which the newest are asked for. Joined with OR they would have the log read from its
 * end until a page is full, which is all of it for what is rare or long ago.
 */
function newestOf(either: readonly Prisma.Sql[], all: Prisma.Sql, count: number): Prisma.Sql {
  const newest = Prisma.sql`ORDER BY entry.sequence DESC LIMIT ${count}::int`;
  const selects = either.map(
    (one) => Prisma.sql`(SELECT * FROM audit_entry entry WHERE ${one} AND ${all} ${newest})`,
  );
  return Prisma.sql`SELECT * FROM (${Prisma.join(selects, ' UNION ALL ')}) entry ${newest}`;
}

async function readEntries(ctx: Ctx, asked: Asked): Promise<Row[]> {
  const either = await alternatives(ctx.db, asked);
  if (either.length === 0) return [];
  return ctx.db.$queryRaw<Row[]>`
    SELECT entry.sequence, entry.at, entry.actor_kind AS "actorKind", entry.actor_id AS "actorId",
      coalesce(operator.email, token.name) AS "actorName", entry.action, entry.subject_kind AS "subjectKind",
      entry.subject_id AS "subjectId", entry.request_id AS "requestId", entry.detail,
      encode(entry.hash, 'hex') AS hash
    FROM (${newestOf(either, conditions(ctx, asked), asked.limit + 1)}) entry
    LEFT JOIN operator ON entry.actor_kind = 'operator' AND operator.id = entry.actor_id
    LEFT JOIN api_token token ON entry.actor_kind = 'apiToken' AND token.id::text = entry.actor_id
    ORDER BY entry.sequence DESC`;
}

function toEntry(row: Row): AuditEntry {
  const { actorKind: kind, actorId: id, actorName: name, subjectKind, subjectId } = row;
  return {
    sequence: row.sequence.toString(),
    at: row.at.toISOString(),
    actor: { kind, id, name },
    action: row.action,
    subject: subjectKind !== null && subjectId !== null ? { kind: subjectKind, id: subjectId } : null,
    requestId: row.requestId,
    detail: row.detail,
    hash: row.hash,
  };
}

/** The audit log, the newest entries first. */
export async function listAudit({ ctx, input }: Verb<ListAuditInput>): Promise<AuditList> {
  authorize(ctx, 'audit.read');
  const asked = parseInput(ListAuditInput, input);
  const rows = await readEntries(ctx, asked);
  const page = rows.slice(0, asked.limit);
  const last = rows.length > page.length ? page.at(-1) : undefined;
  return { entries: page.map(toEntry), nextCursor: last?.sequence.toString() ?? null };
}
