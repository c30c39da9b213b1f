import type { IncomingMessage, ServerResponse } from 'node:http';
import { v7 as uuidv7 } from 'uuid';

type Refusal = { status: 400 | 405; code: string; title: string };

const REFUSED_METHODS = new Set(['TRACE', 'CONNECT', 'TRACK']);
/** An encoded slash, backslash, dot or NUL: whatever is behind us may decode it, and then route it otherwise. */
const AMBIGUOUS = /%2f|%5c|%2e|%00|\\/i;

const bad = (title: string): Refusal => ({ status: 400, code: 'bad_request', title });

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** What no honest client sends, and what routers disagree about; answered before either of ours sees it. */
export function refusalOf({ method = '', url = '' }: { method?: string; url?: string }): Refusal | undefined {
  if (REFUSED_METHODS.has(method))
    return { status: 405, code: 'bad_request', title: 'This method is not served' };
  if (!url.startsWith('/')) return bad('The address must be a path');
  const path = url.split(/[?#]/, 1)[0] ?? '';
  if (path.includes('//')) return bad('The path holds an empty part');
  if (/\/\.{1,2}(\/|$)/.test(path)) return bad('The path holds a dot part');
  if (AMBIGUOUS.test(path) || !isDecodable(path)) return bad('The path is encoded ambiguously');
  return undefined;
}

/** The connection ends with it: who sends such a thing is not read any further. */
export function sendRefusal(response: ServerResponse, { status, code, title }: Refusal): void {
  const type = `urn:guarded-fabric:problem:${code}`;
  const body = JSON.stringify({ type, title, status, code, requestId: uuidv7() });
  response.writeHead(status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(body);
}

const PAGE_INTERNALS = /^(content-security-policy.*|x-nonce|x-middleware-.*|x-nextjs-.*|next-action)$/;

/** Headers that Next would take as its own word: the nonce above all, which it reads from the request. */
export function stripInternals(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers))
    if (PAGE_INTERNALS.test(name)) delete request.headers[name];
}
