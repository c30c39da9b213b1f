import type { IncomingHttpHeaders } from 'node:http';
import { loadMessages } from '@/lib/i18n/messages';
import { localeOf } from '@/lib/server/http/common/languages';
import { plainPage } from '@/lib/server/http/common/plain-page';
import { createNonce, pagePolicy } from '@/lib/server/http/common/security-headers';

/** Served by Fastify, to programs; all other paths are pages. */
export const API_PATHS = /^\/(api|agent|\.well-known)(\/|\?|$)/i;

/** No page has this address: the console says so there, in its shell, and leads on. */
const NO_PAGE = '/nothing-here';

type Asked = { method: string; url: string; headers: Pick<IncomingHttpHeaders, 'accept'> };

/** Whether somebody looks at the answer: a problem in JSON would leave them without a way on. */
export function wantsPage({ method, url, headers }: Asked): boolean {
  const isPage = (method === 'GET' || method === 'HEAD') && url.startsWith('/') && !API_PATHS.test(url);
  return isPage && headers.accept?.includes('text/html') === true;
}

/** What stood behind the path stays: the fabrics and the time that somebody looks at. */
export function addressOfNoPage(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? NO_PAGE : NO_PAGE + url.slice(query);
}

type Answer = { headers: readonly (readonly [string, string])[]; body: string };

/** Nothing was parsed of a head that is too long: what arrived last is read for what it says of who sent it. */
function headerIn(packet: string, name: string): string | undefined {
  return new RegExp(`\r\n${name}:[ \t]*([^\r\n]*)`, 'i').exec(packet)?.[1];
}

/** Half of what a head may be: where the address is shorter, what is sent with it is longer. */
const LONG_ADDRESS = 8 * 1024;

/** Where a head arrives in several packets, the last alone is known: the address is over before it, ends in it, or is cut by it. */
function isAddressLong(packet: string, url: string | undefined, isCut: boolean): boolean {
  if (url === undefined) return / HTTP\/1\.\d\r\n/.test(packet);
  return isCut || url.length > LONG_ADDRESS;
}

/** A page for a browser whose address is too long to be read, or what it sends with it; undefined for a program. */
export function pageForLongHead(packet: string): Answer | undefined {
  const [, method, url, afterIt] = /^([A-Z]+) (\/\S*)(.?)/.exec(packet) ?? [];
  // Where the packet ends within a page's address nobody knows who sent it: programs have no use for pages.
  const accept = headerIn(packet, 'accept') ?? (afterIt === '' ? 'text/html' : undefined);
  if (!wantsPage({ method: method ?? 'GET', url: url ?? '/', headers: { accept } })) return undefined;
  const locale = localeOf(null, {
    cookie: headerIn(packet, 'cookie'),
    'accept-language': headerIn(packet, 'accept-language'),
  });
  const { longAddress, longHeaders, toFabric } = loadMessages(locale).errors;
  const nonce = createNonce();
  // Any other address would be refused as well until the cookies are gone, and this one is right.
  const said = isAddressLong(packet, url, afterIt === '')
    ? { ...longAddress, link: { href: '/', text: toFabric } }
    : longHeaders;
  return {
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['content-security-policy', pagePolicy(nonce, { development: false })],
    ],
    body: plainPage({ ...said, locale, nonce, body: [said.body] }),
  };
}
