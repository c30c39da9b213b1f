import type { IncomingHttpHeaders } from 'node:http';
import { loadMessages } from '@/lib/i18n/messages';
import { localeOf } from '@/lib/server/http/common/languages';
import { plainPage } from '@/lib/server/http/common/plain-page';
import { createNonce, pagePolicy } from '@/lib/server/http/common/security-headers';

/** Paths that Fastify serves to programs; all others are pages. */
export const API_PATHS = /^\/(api|agent|\.well-known)(\/|\?|$)/i;

/** No page has this address: the console says so there, in its shell, with links. */
const NO_PAGE = '/nothing-here';

type Asked = { method: string; url: string; headers: Pick<IncomingHttpHeaders, 'accept'> };

/** Whether a person looks at the answer: a problem in JSON would leave them without a link. */
export function wantsPage({ method, url, headers }: Asked): boolean {
  const isPage = (method === 'GET' || method === 'HEAD') && url.startsWith('/') && !API_PATHS.test(url);
  return isPage && headers.accept?.includes('text/html') === true;
}

/** Keeps the query: the fabrics and the time that the person looks at. */
export function addressOfNoPage(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? NO_PAGE : NO_PAGE + url.slice(query);
}

type Answer = { headers: readonly (readonly [string, string])[]; body: string };

/** A head that is too long is not parsed: its last bytes are searched for headers that identify the sender. */
function headerIn(packet: string, name: string): string | undefined {
  return new RegExp(`\r\n${name}:[ \t]*([^\r\n]*)`, 'i').exec(packet)?.[1];
}

/** Half of the limit of a head: if the address is shorter, the headers are too long. */
const LONG_ADDRESS = 8 * 1024;

/**
 * If a head arrives in several packets, only the last one is known: the address ends before it or in it, or
 * is cut.
 */
function isAddressLong(packet: string, url: string | undefined, isCut: boolean): boolean {
  if (url === undefined) return / HTTP\/1\.\d\r\n/.test(packet);
  return isCut || url.length > LONG_ADDRESS;
}

/** A page for a browser whose address or headers are too long to be read; undefined for a program. */
export function pageForLongHead(packet: string): Answer | undefined {
  const [, method, url, afterIt] = /^([A-Z]+) (\/\S*)(.?)/.exec(packet) ?? [];
  // If the packet ends within a page's address, the sender is unknown, but programs do not request pages.
  const accept = headerIn(packet, 'accept') ?? (afterIt === '' ? 'text/html' : undefined);
  if (!wantsPage({ method: method ?? 'GET', url: url ?? '/', headers: { accept } })) return undefined;
  const locale = localeOf(null, {
    cookie: headerIn(packet, 'cookie'),
    'accept-language': headerIn(packet, 'accept-language'),
  });
  const { longAddress, longHeaders, toFabric } = loadMessages(locale).errors;
  const nonce = createNonce();
  // Any other address would be refused too until the cookies are gone, and this one is right.
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
