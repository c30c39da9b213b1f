import { createHmac, timingSafeEqual } from 'node:crypto';
import { readCookie } from '@/lib/server/auth/read-cookie';

/** The `__Host-` prefix holds a browser to what it says: secure, this host alone, the whole path. */
export function sessionCookieName(secure: boolean): string {
  return secure ? '__Host-gf-session' : 'gf-session';
}

export type SessionCookie = {
  /** The session's token in a request's `Cookie` header, null where there is none that we signed. */
  tokenOf: (header: string) => string | null;
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
  return {
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
