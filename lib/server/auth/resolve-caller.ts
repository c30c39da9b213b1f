import type { IncomingHttpHeaders } from 'node:http';
import type { Me } from '@/lib/contracts/procedures';
import { countOccurrence } from '@/lib/server/audit/fold';
import { type Auth, SESSION_IDLE_SECONDS } from '@/lib/server/auth/better-auth';
import { networkOf } from '@/lib/server/auth/sign-in-limits';
import type { Actor, FabricScope } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { bearerOf, readSecret } from '@/lib/server/secrets';

/** Who sent a request. `via` says what browsers add by themselves (cookie) and what only a program sends (token). */
export type Caller = { actor: Actor; me: Me | null; via: 'cookie' | 'token' | null };

const ANONYMOUS: Caller = { actor: { kind: 'anonymous' }, me: null, via: null };

type Options = {
  auth: Auth;
  db: Db;
  now: Date;
  headers: IncomingHttpHeaders;
  /** Where the request came from; told with the use of a token. */
  address: string;
};

/** Noted at most this often: idle time is measured in minutes, and every request would else write. */
const TOUCH_SECONDS = 60;

function secondsBetween(earlier: Date | null, later: Date): number {
  return earlier ? (later.getTime() - earlier.getTime()) / 1_000 : Number.POSITIVE_INFINITY;
}

type Use = Pick<Options, 'db' | 'now' | 'address'>;

/** For the audit log by token, network and day; once a minute at most, as the time of the last use is. */
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

async function tokenCaller(use: Use, secret: string): Promise<Caller> {
  const { db, now } = use;
  const hash = readSecret('apiToken', secret);
  const token = hash && (await db.apiToken.findUnique({ where: { hash } }));
  if (!token || token.revokedAt || token.expiresAt <= now)
    throw new ServiceError(
      'invalid_token',
      'The API token is not valid: it may be mistyped, expired or revoked',
    );
  if (secondsBetween(token.lastUsedAt, now) > TOUCH_SECONDS) await noteUse(use, token);
  const { id, name, role } = token;
  const fabrics: FabricScope = token.allFabrics ? 'all' : token.fabricIds;
  return { actor: { kind: 'apiToken', id, name, role, fabrics }, me: null, via: 'token' };
}

function readSession(db: Db, id: string) {
  return db.session.findUnique({
    where: { id },
    select: {
      absoluteExpiresAt: true,
      lastSeenAt: true,
      operator: { include: { operatorFabrics: { select: { fabricId: true } } } },
    },
  });
}

type StoredSession = NonNullable<Awaited<ReturnType<typeof readSession>>>;

function isOver({ absoluteExpiresAt, lastSeenAt, operator }: StoredSession, now: Date): boolean {
  if (operator.disabledAt || !absoluteExpiresAt || absoluteExpiresAt <= now) return true;
  return secondsBetween(lastSeenAt, now) >= SESSION_IDLE_SECONDS;
}

function signedIn({ operator }: StoredSession): Caller {
  const { id, name, email, role, allFabrics, singleKeys } = operator;
  const fabrics = allFabrics ? 'all' : operator.operatorFabrics.map(({ fabricId }) => fabricId);
  const language = operator.language === 'en' || operator.language === 'fr' ? operator.language : null;
  const theme = operator.theme === 'light' || operator.theme === 'dark' ? operator.theme : null;
  const me: Me = { id, name, email, role, language, theme, singleKeys, allFabrics };
  return { actor: { kind: 'operator', id, name, email, role, fabrics }, me, via: 'cookie' };
}

async function cookieCaller({ auth, db, now }: Options, cookie: string): Promise<Caller> {
  const known = await auth.api.getSession({
    headers: new Headers({ cookie }),
    query: { disableRefresh: true, disableCookieCache: true },
  });
  const stored = known && (await readSession(db, known.session.id));
  if (!stored) return ANONYMOUS;
  if (isOver(stored, now)) {
    await db.session.deleteMany({ where: { id: known.session.id } });
    return ANONYMOUS;
  }
  if (secondsBetween(stored.lastSeenAt, now) > TOUCH_SECONDS)
    await db.session.updateMany({ where: { id: known.session.id }, data: { lastSeenAt: now } });
  return signedIn(stored);
}

/** A token that is sent is judged alone: a wrong one is refused and never falls back to the cookie beside it. */
export async function resolveCaller(options: Options): Promise<Caller> {
  const { authorization, cookie } = options.headers;
  if (authorization !== undefined) {
    const secret = bearerOf(authorization);
    if (!secret) throw new ServiceError('unauthorized', 'Send "Authorization: Bearer" and an API token');
    return tokenCaller(options, secret);
  }
  return cookie ? cookieCaller(options, cookie) : ANONYMOUS;
}
