import { createHmac, timingSafeEqual } from 'node:crypto';
import { readCookie } from '@/lib/server/auth/read-cookie';

/** The `__Host-` prefix holds a browser to what it says: secure, this host alone, the whole path. */
export function sessionCookieName(secure: boolean): string {
  return secure ? '__Host-gf-session' : 'gf-session';
}

const markName = (secure: boolean) => (secure ? '__Host-gf-signed-in' : 'gf-signed-in');
const MARK_SECONDS = 30 * 86_400;

export type SessionCookie = {
  /** The session's token in a request's `Cookie` header, null where there is none that we signed. */
  tokenOf: (header: string) => string | null;
  /** Whether this browser has signed in and never out since. */
  hasMark: (header: string) => boolean;
  /**
   * The cookie to set after signing in. It holds no secret and outlives the session, whose own cookie is gone after 12 hours:
   * by it sign-in knows that a session has ended.
   */
  mark: string;
  /** The cookie to set after signing out, since whoever has signed out is told nothing. */
  unmark: string;
};

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}

/**
 * Reads the cookie that better-auth sets (`token.signature`, HMAC-SHA256 in base64). Its own reader asks the database
 * twice, and knows neither roles nor our idle time: with this one a caller is resolved by one statement.
 */
export function createSessionCookie({ secret, secure }: { secret: string; secure: boolean }): SessionCookie {
  const name = sessionCookieName(secure);
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    hasMark: (header) => readCookie(header, markName(secure)) === '1',
    mark: `${markName(secure)}=1; Max-Age=${MARK_SECONDS}; ${attributes}`,
    unmark: `${markName(secure)}=; Max-Age=0; ${attributes}`,
    tokenOf: (header) => {
      const value = decoded(readCookie(header, name) ?? '');
      const at = value.lastIndexOf('.');
      const [token, signature] = [value.slice(0, Math.max(at, 0)), value.slice(at + 1)];
      const given = Buffer.from(signature, 'base64');
      const expected = createHmac('sha256', secret).update(token).digest();
      const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
      return isOurs && token !== '' ? token : null;
    },
  };
}
