import { validate as isUuid } from 'uuid';
import type { Role } from '@/lib/domain/roles';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';

// The database queries for resolving a caller: one statement for a session, one for a token, and one for all
// sessions with an open stream.

const sessions = rowsOf('session', {
  sessionId: 'text',
  expiresAt: 'time',
  absoluteExpiresAt: 'time?',
  lastSeenAt: 'time?',
  id: 'text',
  name: 'text',
  email: 'text',
  role: typed<Role>('text'),
  language: 'text?',
  theme: 'text?',
  singleKeys: 'boolean',
  allFabrics: 'boolean',
  disabledAt: 'time?',
  fabricIds: 'texts',
});
export type SessionRow = RowOf<typeof sessions>;

export async function findSession(db: Db, tokenDigest: string): Promise<SessionRow | undefined> {
  const [row] = await sessions(db)`
    SELECT session.id AS "sessionId", session.expires_at AS "expiresAt",
      session.absolute_expires_at AS "absoluteExpiresAt", session.last_seen_at AS "lastSeenAt",
      operator.id, operator.name, operator.email, operator.role::text AS role, operator.language, operator.theme,
      operator.single_keys AS "singleKeys",
      operator.all_fabrics AS "allFabrics", operator.disabled_at AS "disabledAt",
      ARRAY(SELECT fabric_id::text FROM operator_fabric WHERE operator_id = operator.id) AS "fabricIds"
    FROM session JOIN operator ON operator.id = session.operator_id
    WHERE session.token = ${tokenDigest}`;
  return row;
}

const sessionTimes = rowsOf('times of sessions', {
  /** The digest, as the database stores it. */
  token: 'text',
  expiresAt: 'time',
  absoluteExpiresAt: 'time?',
  lastSeenAt: 'time?',
  disabledAt: 'time?',
});
export type SessionTimes = RowOf<typeof sessionTimes>;

export function findSessionTimes(db: Db, tokenDigests: readonly string[]): Promise<SessionTimes[]> {
  return sessionTimes(db)`
    SELECT session.token, session.expires_at AS "expiresAt", session.absolute_expires_at AS "absoluteExpiresAt",
      session.last_seen_at AS "lastSeenAt", operator.disabled_at AS "disabledAt"
    FROM session JOIN operator ON operator.id = session.operator_id
    WHERE session.token = ANY(${tokenDigests}::text[])`;
}

const tokenChain = rowsOf('token and its makers', {
  id: 'text',
  name: 'text',
  role: typed<Role>('text'),
  allFabrics: 'boolean',
  fabricIds: 'texts',
  expiresAt: 'time',
  revokedAt: 'time?',
  lastUsedAt: 'time?',
  maker: typed<{ role: Role; allFabrics: boolean; fabricIds: string[]; isDisabled: boolean } | null>('json'),
});

/** A token, the token that made it, and so on; each with its maker if that is a person. */
export type TokenRow = RowOf<typeof tokenChain>;

const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/** The chain from a token to its first maker. Empty if there is no such token. */
export const findTokenChain = (db: Db, hash: Uint8Array<ArrayBuffer>): Promise<TokenRow[]> =>
  chainOf(db, Prisma.sql`token.hash = ${hash}::bytea`);

/** The chain of a token by its id, for what was requested with it earlier. */
export const findTokenChainOf = (db: Db, id: string): Promise<TokenRow[]> =>
  chainOf(db, Prisma.sql`token.id = ${id}::uuid`);

const chainFrom = (isAsked: Prisma.Sql) => Prisma.sql`
    WITH RECURSIVE chain AS (
      SELECT 0 AS place, token.* FROM api_token token WHERE ${isAsked}
      UNION ALL
      SELECT chain.place + 1, token.* FROM chain
      JOIN api_token token ON token.id = CASE WHEN chain.created_by ~ ${UUID} THEN chain.created_by::uuid END
    )`;

/**
 * Locks a token with all its makers, people first, in the order in which disabling them locks. Returns false
 * if there is no such token.
 */
export async function lockTokenChain(tx: Db, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const chain = chainFrom(Prisma.sql`token.id = ${id}::uuid`);
  await tx.$executeRaw`${chain}
    SELECT id FROM operator WHERE id IN (SELECT created_by FROM chain) ORDER BY id FOR NO KEY UPDATE`;
  const tokens = await tx.$executeRaw`${chain}
    SELECT id FROM api_token WHERE id IN (SELECT id FROM chain) ORDER BY id FOR NO KEY UPDATE`;
  return tokens > 0;
}

function chainOf(db: Db, isAsked: Prisma.Sql): Promise<TokenRow[]> {
  return tokenChain(db)`${chainFrom(isAsked)}
    SELECT chain.id::text AS id, chain.name, chain.role::text AS role, chain.all_fabrics AS "allFabrics",
      chain.fabric_ids::text[] AS "fabricIds", chain.expires_at AS "expiresAt", chain.revoked_at AS "revokedAt",
      chain.last_used_at AS "lastUsedAt",
      CASE WHEN operator.id IS NOT NULL THEN jsonb_build_object('role', operator.role,
        'allFabrics', operator.all_fabrics, 'isDisabled', operator.disabled_at IS NOT NULL,
        'fabricIds', ARRAY(SELECT fabric_id::text FROM operator_fabric WHERE operator_id = operator.id)
      ) END AS maker
    FROM chain LEFT JOIN operator ON operator.id = chain.created_by
    ORDER BY chain.place`;
}

const epochs = rowsOf('session epoch', { sessionEpoch: 'number' });

/**
 * Keeps the sessions of this person from being ended until the transaction ends. Undefined if there is no
 * such person.
 */
export async function lockSessionEpoch(tx: Db, id: string): Promise<number | undefined> {
  const [row] = await epochs(tx)`
    SELECT session_epoch AS "sessionEpoch" FROM operator WHERE id = ${id} FOR NO KEY UPDATE`;
  return row?.sessionEpoch;
}
