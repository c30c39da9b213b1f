import type { EndedAccess } from '@/lib/contracts/administration';
import { auditAll } from '@/lib/server/audit/record';
import type { Ctx } from '@/lib/server/context';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';

const MADE = { id: 'text', name: 'text' } as const;
const endedApiTokens = rowsOf('ended API tokens', MADE);
const endedEnrollmentTokens = rowsOf('ended enrolment tokens', MADE);
const madeOperators = rowsOf('operators that somebody made', MADE);
type Made = RowOf<typeof endedApiTokens>;

/** An operator or an API token, the tokens it made, and the tokens made with those. */
const makersFrom = (id: string) => Prisma.sql`
  WITH RECURSIVE makers AS (
    SELECT ${id}::text AS id
    UNION SELECT token.id::text FROM api_token token JOIN makers ON token.created_by = makers.id
  )`;

/**
 * Ends what somebody made who is no longer trusted, in the transaction that ends their access. API tokens and
 * enrolment tokens are revoked, because a program can get another. Operators are people who may have been
 * created for good reasons, and the last administrator may be among them, so the answer lists them for a
 * person to decide.
 */
export async function endMadeBy(tx: Db, ctx: Ctx, id: string): Promise<Omit<EndedAccess, 'id'>> {
  const makers = makersFrom(id);
  const apiTokens = await endedApiTokens(tx)`${makers}
    UPDATE api_token SET revoked_at = ${ctx.now}::timestamptz
    WHERE revoked_at IS NULL AND created_by IN (SELECT id FROM makers) RETURNING id::text, name`;
  const enrollmentTokens = await revokeEnrollment(tx, ctx, { id, kept: [] });
  const operators = await madeOperators(tx)`${makers}
    SELECT id, email AS name FROM operator
    WHERE disabled_at IS NULL AND created_by IN (SELECT id FROM makers) ORDER BY email`;
  await auditAll(tx, ctx, [
    ...apiTokens.map(entryOf('apiToken', id)),
    ...enrollmentTokens.map(entryOf('enrollmentToken', id)),
  ]);
  return { apiTokens, enrollmentTokens, operators };
}

/**
 * Revokes the enrolment tokens that somebody, or one of their programs, made for fabrics outside `kept`. An
 * enrolment shows only the token, so its use does not depend on its maker's rights, unlike that of an API
 * token.
 */
export async function endEnrollmentBeyond(
  tx: Db,
  ctx: Ctx,
  { id, kept }: { id: string; kept: readonly string[] },
): Promise<void> {
  const revoked = await revokeEnrollment(tx, ctx, { id, kept });
  await auditAll(tx, ctx, revoked.map(entryOf('enrollmentToken', id)));
}

function revokeEnrollment(tx: Db, ctx: Ctx, { id, kept }: { id: string; kept: readonly string[] }) {
  return endedEnrollmentTokens(tx)`${makersFrom(id)}
    UPDATE enrollment_token SET revoked_at = ${ctx.now}::timestamptz FROM fabric
    WHERE revoked_at IS NULL AND expires_at > ${ctx.now}::timestamptz AND created_by IN (SELECT id FROM makers)
      AND fabric.id = fabric_id AND fabric_id <> ALL (${kept}::uuid[])
    RETURNING enrollment_token.id::text, fabric.name`;
}

const entryOf = (kind: string, because: string) => (made: Made) => ({
  action: `${kind}.revoked`,
  subject: { kind, id: made.id },
  detail: { name: made.name, because },
});
