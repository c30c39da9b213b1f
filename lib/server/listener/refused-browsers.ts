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

/** A page for a browser whose address is too long to be read; undefined for a program. */
export function pageForLongAddress(packet: string): Answer | undefined {
  const [, method, url, afterIt] = /^([A-Z]+) (\/\S*)(.?)/.exec(packet) ?? [];
  // Where the packet ends within a page's address nobody knows who sent it: programs have no use for pages.
  const accept = headerIn(packet, 'accept') ?? (afterIt === '' ? 'text/html' : undefined);
  if (!wantsPage({ method: method ?? 'GET', url: url ?? '/', headers: { accept } })) return undefined;
  const locale = localeOf(null, {
    cookie: headerIn(packet, 'cookie'),
    'accept-language': headerIn(packet, 'accept-language'),
  });
  const { longAddress, toFabric } = loadMessages(locale).errors;
  const nonce = createNonce();
  const link = { href: '/', text: toFabric };
  return {
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['content-security-policy', pagePolicy(nonce, { development: false })],
    ],
    body: plainPage({ locale, nonce, title: longAddress.title, body: [longAddress.body], link }),
  };
}
