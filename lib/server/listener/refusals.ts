import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import type { ErrorCode } from '@/lib/server/errors';
import { addressOfNoPage, pageForLongHead, wantsPage } from '@/lib/server/listener/refused-browsers';

type Refusal = {
  /** Only the address is wrong: a browser is led to the page that says so. */
  isOfAddress?: true;
  status: 400 | 405 | 408 | 413 | 431;
  code: ErrorCode;
  title: string;
  headers?: Record<string, string>;
};

const REFUSED_METHODS = new Set(['TRACE', 'CONNECT', 'TRACK']);
/** An encoded slash, backslash, dot or NUL: a later stage may decode it and route differently. */
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

const HOST = /^(\[[\da-f:.]+\]|[^\s/?#@\\:[\]]+)(:\d{1,5})?$/i;

function isHost(text: string): boolean {
  return HOST.test(text) && URL.canParse(`http://${text}`);
}

type Named = Pick<IncomingMessage, 'headers' | 'rawHeaders'>;

/** An address is made from it later, and a proxy may have used the other of two headers. */
function refusalOfHost({ headers, rawHeaders }: Named): Refusal | undefined {
  const names = rawHeaders.filter((text, index) => index % 2 === 0 && /^host$/i.test(text));
  if (names.length > 1) return bad('There may be one Host header');
  if (headers.host === undefined || isHost(headers.host)) return undefined;
  return bad('The Host header must be a host name or an address, with a port at most');
}

type Target = { method?: string | undefined; url?: string | undefined };

/** Requests that routers treat differently; refused before either of ours sees them. */
export function refusalOfTarget({ method = '', url = '' }: Target): Refusal | undefined {
  if (REFUSED_METHODS.has(method))
    return {
      status: 405,
      code: 'method_not_allowed',
      title: 'This method is not served',
      // The allowed methods are unknown here; an empty list is valid (RFC 9110, 10.2.1).
      headers: { allow: '' },
    };
  if (!url.startsWith('/')) return bad('The address must be a path');
  const path = url.split(/[?#]/, 1)[0] ?? '';
  const badPath = (title: string): Refusal => ({ ...bad(title), isOfAddress: true });
  if (path.includes('//')) return badPath('The path holds an empty part');
  if (/\/\.{1,2}(\/|$)/.test(path)) return badPath('The path holds a dot part');
  if (AMBIGUOUS.test(path) || !isDecodable(path)) return badPath('The path is encoded ambiguously');
  return undefined;
}

/** Requests that no honest client sends. */
export function refusalOf(request: Target & Named): Refusal | undefined {
  return refusalOfTarget(request) ?? refusalOfHost(request);
}

const HEADERS = {
  'content-type': 'application/problem+json',
  'cache-control': 'no-store',
  connection: 'close',
};

function bodyOf({ status, code, title }: Refusal): string {
  const type = `urn:guarded-fabric:problem:${code}`;
  return JSON.stringify({ type, title, status, code, requestId: uuidv7() });
}

/** Ends the connection, so that nothing more is read from such a sender. */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const { method = '', url = '', headers } = request;
  if (refusal.isOfAddress && wantsPage({ method, url, headers })) {
    response.writeHead(302, {
      location: addressOfNoPage(url),
      'cache-control': 'no-store',
      connection: 'close',
    });
    response.end();
    return;
  }
  response.writeHead(refusal.status, { ...HEADERS, ...refusal.headers });
  response.end(bodyOf(refusal));
}

/** Requests that Node gives up while reading them, by Node's own code. */
const UNREADABLE: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'too_large',
    title: 'The address and the headers are over 16 KiB together: send less',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    code: 'too_large',
    title: 'The chunks are not for sending words in',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'request_aborted',
    title: 'The request took too long to arrive: try again',
  },
};

/** Node adds the last bytes that it read. */
type Unreadable = NodeJS.ErrnoException & { rawPacket?: Buffer };

function unreadableOf({ code = '' }: NodeJS.ErrnoException): Refusal | undefined {
  return UNREADABLE[code] ?? (code.startsWith('HPE_') ? bad('The request is not valid HTTP') : undefined);
}

/** Node stores the present answer of a connection here, and checks it itself before it refuses. */
type Connection = Duplex & { _httpMessage?: ServerResponse | null };

/**
 * Answers like Node but in our words: never into an answer that was begun, nor to a client that has gone or
 * failed in TLS.
 */
export function refuseUnreadable(headers: readonly (readonly [string, string])[]) {
  return (error: Unreadable, connection: Connection): void => {
    const refusal = unreadableOf(error);
    if (refusal === undefined || !connection.writable || connection._httpMessage?.headersSent) {
      connection.destroy(error);
      return;
    }
    const page =
      refusal.status === 431 ? pageForLongHead(error.rawPacket?.toString('latin1') ?? '') : undefined;
    const body = page?.body ?? bodyOf(refusal);
    const own = Object.entries({ ...HEADERS, ...Object.fromEntries(page?.headers ?? []) });
    const all = [...headers, ...own, ['content-length', String(Buffer.byteLength(body))]];
    const head = [
      `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
      ...all.map(([name, value]) => `${name}: ${value}`),
    ];
    connection.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => connection.destroy(error));
  };
}

const PAGE_INTERNALS = /^(content-security-policy.*|x-nonce|x-middleware-.*|x-nextjs-.*|next-action)$/;

/** Headers that Next would take as its own, above all the nonce, which it reads from the request. */
export function stripInternals(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers))
    if (PAGE_INTERNALS.test(name)) delete request.headers[name];
}
