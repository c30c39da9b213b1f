import { createHmac, timingSafeEqual } from 'node:crypto';
import { readCookie } from '@/lib/server/auth/read-cookie';

/**
 * The `__Host-` prefix makes a browser require that the cookie is secure, of this host only, and for the
 * whole path.
 */
export function sessionCookieName(secure: boolean): string {
  return secure ? '__Host-gf-session' : 'gf-session';
}

const markName = (secure: boolean) => (secure ? '__Host-gf-signed-in' : 'gf-signed-in');
const MARK_SECONDS = 30 * 86_400;

export type SessionCookie = {
  /** The session's token in a request's `Cookie` header, null if there is none that we signed. */
  tokenOf: (header: string) => string | null;
  /**
   * Whether the 12 hours after signing in with this browser are over (`time`), as far as is known; null
   * without a mark.
   */
  endByMark: (header: string, now: Date) => 'time' | 'unknown' | null;
  /**
   * The cookie to set after signing in, with the end of the 12 hours. It has no secret and outlives the
   * session's own cookie, so that sign-in knows that a session has ended.
   */
  mark: (end: Date) => string;
  /** The cookie to set after signing out, because no ended session is reported then. */
  unmark: string;
};

/** Anybody may have written the mark, and earlier versions wrote 1. */
function endOfMark(value: string, now: Date): 'time' | 'unknown' {
  const age = now.getTime() - (/^\d+$/.test(value) ? Number(value) : Number.NaN);
  return age >= 0 && age <= MARK_SECONDS * 1_000 ? 'time' : 'unknown';
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}

/**
 * Reads the cookie that better-auth sets (`token.signature`, HMAC-SHA256 in base64). better-auth's own reader
 * needs two queries and knows neither roles nor our idle time; with this one a single statement resolves a
 * caller.
 */
export function createSessionCookie({ secret, secure }: { secret: string; secure: boolean }): SessionCookie {
  const name = sessionCookieName(secure);
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    endByMark: (header, now) => {
      const value = readCookie(header, markName(secure));
      return value ? endOfMark(value, now) : null;
    },
    mark: (end) => `${markName(secure)}=${end.getTime()}; Max-Age=${MARK_SECONDS}; ${attributes}`,
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
