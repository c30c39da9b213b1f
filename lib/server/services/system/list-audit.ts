import type { z } from 'zod';
import { type AuditEntry, type AuditList, ListAuditInput } from '@/lib/contracts/audit';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import { type Ctx, recordedBy, type Verb } from '@/lib/server/context';
import { Prisma } from '@/lib/server/db/client';
import { parseInput } from '@/lib/server/parse';

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

const byActor = (actor: string) => Prisma.sql`(entry.actor_kind = ${actor} OR entry.actor_id IN (
  SELECT ${actor} UNION SELECT id FROM operator WHERE email = lower(${actor})
  UNION SELECT id::text FROM api_token WHERE name = ${actor}))`;

function conditions(ctx: Ctx, input: z.output<typeof ListAuditInput>): Prisma.Sql {
  const { since, actor, action, subject, cursor } = input;
  const asked = [
    since && Prisma.sql`entry.at >= ${since}::timestamptz`,
    actor && byActor(actor),
    action && Prisma.sql`(entry.action = ${action} OR starts_with(entry.action, ${`${action}.`}))`,
    subject && Prisma.sql`entry.subject_id = ${subject}`,
    cursor && Prisma.sql`entry.sequence < ${BigInt(cursor)}::bigint`,
  ];
  return Prisma.join([visibleTo(ctx), ...asked.filter((part) => part !== null && part !== '')], ' AND ');
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
  const rows = await ctx.db.$queryRaw<Row[]>`
    SELECT entry.sequence, entry.at, entry.actor_kind AS "actorKind", entry.actor_id AS "actorId",
      coalesce(operator.email, token.name) AS "actorName", entry.action, entry.subject_kind AS "subjectKind",
      entry.subject_id AS "subjectId", entry.request_id AS "requestId", entry.detail,
      encode(entry.hash, 'hex') AS hash
    FROM audit_entry entry
    LEFT JOIN operator ON entry.actor_kind = 'operator' AND operator.id = entry.actor_id
    LEFT JOIN api_token token ON entry.actor_kind = 'apiToken' AND token.id::text = entry.actor_id
    WHERE ${conditions(ctx, asked)} ORDER BY entry.sequence DESC LIMIT ${asked.limit + 1}::int`;
  const page = rows.slice(0, asked.limit);
  const last = rows.length > page.length ? page.at(-1) : undefined;
  return { entries: page.map(toEntry), nextCursor: last?.sequence.toString() ?? null };
}
