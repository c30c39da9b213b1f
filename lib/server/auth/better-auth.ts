import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError } from 'better-auth/api';
import { v7 as uuidv7 } from 'uuid';
import {
  hashPassword,
  PASSWORD_MAX_CHARS,
  PASSWORD_MIN_CHARS,
  verifyPassword,
} from '@/lib/server/auth/password';
import { sessionCookieName } from '@/lib/server/auth/session-cookie';
import { withHashedSessionTokens } from '@/lib/server/auth/session-tokens';
import type { DbRoot } from '@/lib/server/db/client';
import type { Logger } from '@/lib/server/process/logger';

/** A session ends this long after sign-in, and this long after it was last used, whichever is first. */
export const SESSION_ABSOLUTE_SECONDS = 12 * 3_600;
export const SESSION_IDLE_SECONDS = 30 * 60;

type Options = { db: DbRoot; log: Logger; publicUrl: string; secret: string };

/** The same words as for a wrong password, so that nobody learns that an account exists and is disabled. */
function refuseLikeWrongPassword(): never {
  throw new APIError('UNAUTHORIZED', {
    code: 'INVALID_EMAIL_OR_PASSWORD',
    message: 'Invalid email or password',
  });
}

function sessionHooks(db: DbRoot) {
  return {
    create: {
      before: async (session: { userId: string }) => {
        const operator = await db.operator.findUnique({
          where: { id: session.userId },
          select: { disabledAt: true },
        });
        if (!operator || operator.disabledAt) refuseLikeWrongPassword();
        const nowMs = Date.now();
        const absoluteExpiresAt = new Date(nowMs + SESSION_ABSOLUTE_SECONDS * 1_000);
        return { data: { ...session, absoluteExpiresAt, lastSeenAt: new Date(nowMs) } };
      },
    },
  };
}

/**
 * better-auth hashes only for an unknown address, because nobody signs up. So this reads the accounts of the
 * address as better-auth does for a known one: the time of an answer would reveal that query too.
 */
async function hashForNobody(db: DbRoot, password: string): Promise<string> {
  await db.account.findMany({ where: { operatorId: '' } });
  return hashPassword(password);
}

function cookieOptions(secure: boolean) {
  const name = sessionCookieName(secure);
  return {
    useSecureCookies: false,
    cookiePrefix: 'gf',
    cookies: {
      session_token: { name, attributes: { secure, httpOnly: true, sameSite: 'lax' as const, path: '/' } },
    },
  };
}

/**
 * better-auth's core: e-mail and password, no sign-up, no plugin. The http layer decides which endpoints are
 * reachable.
 */
export function createAuth({ db, log, publicUrl, secret }: Options) {
  return betterAuth({
    appName: 'Guarded Fabric',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { level: 'error', log: (level, message) => log.warn({ level }, `better-auth: ${message}`) },
    database: withHashedSessionTokens(prismaAdapter(db, { provider: 'postgresql' })),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN_CHARS,
      maxPasswordLength: PASSWORD_MAX_CHARS,
      password: { hash: (password) => hashForNobody(db, password), verify: verifyPassword },
    },
    user: { modelName: 'operator' },
    account: { fields: { userId: 'operatorId' } },
    session: {
      fields: { userId: 'operatorId' },
      expiresIn: SESSION_ABSOLUTE_SECONDS,
      disableSessionRefresh: true,
      additionalFields: {
        absoluteExpiresAt: { type: 'date', required: false, input: false, returned: false },
        lastSeenAt: { type: 'date', required: false, input: false, returned: false },
      },
    },
    databaseHooks: { session: sessionHooks(db) },
    advanced: {
      ...cookieOptions(publicUrl.startsWith('https:')),
      database: { generateId: () => uuidv7() },
      // The http layer compares every unsafe request's Origin itself, before the body is read.
      disableCSRFCheck: true,
      ipAddress: { disableIpTracking: true },
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;
