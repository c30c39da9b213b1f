import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { readCookie } from '@/lib/server/auth/read-cookie';

const KEPT_SECONDS = 180 * 86_400;
/**
 * How many people, those who signed in last, a shared device remembers. More would make the cookie too large
 * for a request's head.
 */
const ACCOUNTS_AT_MOST = 16;

const Device = z.object({
  id: z.string(),
  /** Each with the time in seconds until which the device is known for it. */
  accounts: z.array(z.tuple([z.string(), z.number()])),
});
type Device = z.infer<typeof Device>;

type Browser = { cookie: string | undefined; email: string; now: Date };

export type KnownDevices = {
  /** The device's id if it has signed in to this account, otherwise null. */
  idAt: (browser: Browser) => string | null;
  /** Whether it has signed in to any account. */
  isKnown: (browser: Omit<Browser, 'email'>) => boolean;
  /** The cookie to set once it has signed in to this account. */
  remember: (browser: Browser) => string;
};

type Options = { secret: string; secure: boolean };

/**
 * Devices that have signed in before remember it themselves: in a signed cookie, without a list of addresses
 * in the database (docs/decisions/sign-in-limits.md). The cookie proves only that, and gives no access
 * without the password.
 */
export function createKnownDevices({ secret, secure }: Options): KnownDevices {
  const key = createHmac('sha256', secret).update('known devices').digest();
  const mac = (text: string) => createHmac('sha256', key).update(text).digest();
  const name = secure ? '__Host-gf-device' : 'gf-device';
  const tagOf = (email: string) => mac(`account ${email.trim().toLowerCase()}`).toString('base64url', 0, 12);

  function read(cookie: string | undefined): Device | null {
    const [payload = '', signature = ''] = readCookie(cookie, name)?.split('.') ?? [];
    const given = Buffer.from(signature, 'base64url');
    const expected = mac(payload);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    return Device.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  }

  function knownAccounts(device: Device, now: Date): Device['accounts'] {
    return device.accounts.filter(([, until]) => until * 1_000 > now.getTime());
  }

  return {
    idAt: ({ cookie, email, now }) => {
      const device = read(cookie);
      const tag = tagOf(email);
      return device && knownAccounts(device, now).some(([account]) => account === tag) ? device.id : null;
    },
    isKnown: ({ cookie, now }) => {
      const device = read(cookie);
      return device !== null && knownAccounts(device, now).length > 0;
    },
    remember: ({ cookie, email, now }) => {
      const device = read(cookie) ?? { id: randomBytes(12).toString('base64url'), accounts: [] };
      const tag = tagOf(email);
      const others = knownAccounts(device, now).filter(([account]) => account !== tag);
      const until = Math.floor(now.getTime() / 1_000) + KEPT_SECONDS;
      const accounts = [[tag, until], ...others].slice(0, ACCOUNTS_AT_MOST);
      const payload = Buffer.from(JSON.stringify({ id: device.id, accounts })).toString('base64url');
      const value = `${payload}.${mac(payload).toString('base64url')}`;
      const attributes = `Max-Age=${KEPT_SECONDS}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
      return `${name}=${value}; ${attributes}`;
    },
  };
}
