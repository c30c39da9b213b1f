import type { IncomingHttpHeaders } from 'node:http';
import type { Me } from '@/lib/contracts/procedures';
import type { SessionEnd } from '@/lib/contracts/words/session-end';
import { narrowerRole } from '@/lib/domain/permissions';
import type { Role } from '@/lib/domain/roles';
import { countOccurrence } from '@/lib/server/audit/count-occurrences';
import { SESSION_IDLE_SECONDS } from '@/lib/server/auth/better-auth';
import {
  findSession,
  findTokenChain,
  type SessionRow,
  type SessionTimes,
  type TokenRow,
} from '@/lib/server/auth/caller-rows';
import type { SessionCookie } from '@/lib/server/auth/session-cookie';
import { digest } from '@/lib/server/auth/session-tokens';
import { networkOf } from '@/lib/server/auth/sign-in-limits';
import type { Actor, FabricScope } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { bearerOf, readSecret } from '@/lib/server/request/bearer-secrets';

/**
 * Who sent a request. `via` distinguishes credentials that browsers add by themselves (cookie) from those
 * that only a program sends (token).
 */
export type Caller = {
  actor: Actor;
  me: Me | null;
  via: 'cookie' | 'token' | null;
  /** Why the session of the request's cookie has ended. */
  ended?: SessionEnd;
};

const ANONYMOUS: Caller = { actor: { kind: 'anonymous' }, me: null, via: null };

type Options = {
  sessionCookie: SessionCookie;
  db: Db;
  now: Date;
  headers: IncomingHttpHeaders;
  /** The origin of the request, which is recorded with the use of a token. */
  address: string;
};

/**
 * A use is recorded at most this often: idle time is measured in minutes, and otherwise every request would
 * write.
 */
const TOUCH_SECONDS = 60;

function secondsBetween(earlier: Date | null, later: Date): number {
  return earlier ? (later.getTime() - earlier.getTime()) / 1_000 : Number.POSITIVE_INFINITY;
}

type Use = Pick<Options, 'db' | 'now' | 'address'>;

/**
 * Counts uses of a token for the audit log by network and day, at most once a minute, like the time of its
 * last use.
 */
async function noteUse({ db, now, address }: Use, { id, name }: { id: string; name: string }): Promise<void> {
  await db.apiToken.updateMany({ where: { id }, data: { lastUsedAt: now } });
  const network = networkOf(address);
  await countOccurrence(
    db,
    { actor: { kind: 'apiToken', id }, at: now },
    {
      action: 'apiToken.used',
      key: `${id} ${network}`,
      period: 'day',
      subject: { kind: 'apiToken', id },
      detail: { name, address: network },
    },
  );
}

type Reach = { role: Role; fabrics: FabricScope };

const reachOf = ({ role, allFabrics, fabricIds }: Omit<Reach, 'fabrics'> & StoredScope): Reach => ({
  role,
  fabrics: allFabrics ? 'all' : fabricIds,
});

type StoredScope = { allFabrics: boolean; fabricIds: string[] };

function narrowed(one: Reach, other: Reach): Reach {
  const role = narrowerRole(one.role, other.role);
  if (one.fabrics === 'all') return { role, fabrics: other.fabrics };
  const { fabrics } = other;
  return {
    role,
    fabrics: fabrics === 'all' ? one.fabrics : one.fabrics.filter((id) => fabrics.includes(id)),
  };
}

/** A token has no more rights and fabrics than its maker has now, and none if the maker is gone. */
export function reachOfChain(chain: readonly TokenRow[]): Reach | undefined {
  const reaches = chain.flatMap((token) => [reachOf(token), ...(token.maker ? [reachOf(token.maker)] : [])]);
  return reaches.length > 0 ? reaches.reduce(narrowed) : undefined;
}

export const isDeadToken = ({ revokedAt, expiresAt, maker }: TokenRow, now: Date) =>
  revokedAt !== null || expiresAt <= now || maker?.isDisabled === true;

/** The caller of a token; records its use. */
export async function tokenCaller(use: Use, secret: string): Promise<Caller> {
  const { db, now } = use;
  const hash = readSecret('apiToken', secret);
  const chain = hash ? await findTokenChain(db, hash) : [];
  const [token] = chain;
  const reach = reachOfChain(chain);
  if (!token || !reach || chain.some((each) => isDeadToken(each, now)))
    throw new ServiceError(
      'invalid_token',
      'The API token is not valid: it may be mistyped, expired or revoked',
    );
  if (secondsBetween(token.lastUsedAt, now) > TOUCH_SECONDS) await noteUse(use, token);
  const { id, name } = token;
  return { actor: { kind: 'apiToken', id, name, ...reach }, me: null, via: 'token' };
}

/** Why a session is over, or null if it is not. */
export function endOf(
  { expiresAt, absoluteExpiresAt, lastSeenAt, disabledAt }: Omit<SessionTimes, 'token'>,
  now: Date,
): SessionEnd | null {
  if (disabledAt) return 'ended';
  if (expiresAt <= now || !absoluteExpiresAt || absoluteExpiresAt <= now) return 'time';
  return secondsBetween(lastSeenAt, now) >= SESSION_IDLE_SECONDS ? 'idle' : null;
}

function signedIn(row: SessionRow): Caller {
  const { sessionId, id, name, email, role, allFabrics, singleKeys } = row;
  const fabrics = allFabrics ? 'all' : row.fabricIds;
  const language = row.language === 'en' || row.language === 'fr' ? row.language : null;
  const theme = row.theme === 'light' || row.theme === 'dark' ? row.theme : null;
  const me: Me = { id, name, email, role, language, theme, singleKeys, allFabrics };
  return { actor: { kind: 'operator', id, name, email, role, fabrics, sessionId }, me, via: 'cookie' };
}

async function cookieCaller({ sessionCookie, db, now }: Options, cookie: string): Promise<Caller> {
  const token = sessionCookie.tokenOf(cookie);
  // After 12 hours the browser drops its cookie, or loses it earlier, and keeps the mark.
  if (token === null) {
    const end = sessionCookie.endByMark(cookie, now);
    return end === null ? ANONYMOUS : { ...ANONYMOUS, ended: end };
  }
  const stored = await findSession(db, digest(token));
  const ended = stored ? endOf(stored, now) : 'ended';
  // Ended sessions stay for a day (`sweepSessions`): the row tells a person why they have to sign in again.
  if (!stored || ended) return { ...ANONYMOUS, ended: ended ?? 'ended' };
  if (secondsBetween(stored.lastSeenAt, now) > TOUCH_SECONDS)
    await db.session.updateMany({ where: { id: stored.sessionId }, data: { lastSeenAt: now } });
  return signedIn(stored);
}

/** If a token is sent, it alone counts: a wrong one is refused and never falls back to the cookie. */
export async function resolveCaller(options: Options): Promise<Caller> {
  const { authorization, cookie } = options.headers;
  if (authorization !== undefined) {
    const secret = bearerOf(authorization);
    if (!secret) throw new ServiceError('unauthorized', 'Send "Authorization: Bearer" and an API token');
    return tokenCaller(options, secret);
  }
  return cookie ? cookieCaller(options, cookie) : ANONYMOUS;
}
