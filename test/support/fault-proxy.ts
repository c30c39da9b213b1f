import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export type Seen = {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  arrivedAtMs: number;
  /** What the server behind answered; null where it was not asked. */
  status: number | null;
  answer: string;
};

/** An answer of the proxy's own; the server behind it never hears of the request. */
export type OwnAnswer = { status: number; headers?: Record<string, string>; body?: string };

/** The server behind answers, and of what it says only these fields are passed on, as of one that knows no others. */
export type Part = { only: readonly string[] };

/** `cut`: the server has the whole request and answered, and the answer is lost. */
export type Verdict = 'pass' | 'cut' | OwnAnswer | Part;

export type FaultProxy = {
  address: string;
  port: number;
  /** Every request, oldest first. */
  seen: Seen[];
  decide: (verdict: (request: Seen) => Verdict) => void;
  close: () => Promise<void>;
};

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function passedOn({ authorization, ...headers }: IncomingHttpHeaders): Record<string, string> {
  const named = { authorization, 'content-type': headers['content-type'], accept: headers.accept };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
}

function partOf(text: string, { only }: Part): string {
  const said: Record<string, unknown> = JSON.parse(text);
  return JSON.stringify(Object.fromEntries(only.map((name) => [name, said[name]])));
}

type Pair = { cert: string; key: string };

/** What may stand between an agent and its server: it passes on, loses answers, and answers in its own words. */
export async function startFaultProxy(target: string, tls?: Pair): Promise<FaultProxy> {
  const seen: Seen[] = [];
  let verdictOn: (request: Seen) => Verdict = () => 'pass';

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await bodyOf(request)).toString();
    const path = request.url ?? '/';
    const { headers: sent } = request;
    const entry: Seen = { path, headers: sent, body, arrivedAtMs: Date.now(), status: null, answer: '' };
    seen.push(entry);
    const verdict = verdictOn(entry);
    if (typeof verdict === 'object' && 'status' in verdict) {
      response.writeHead(verdict.status, { 'content-type': 'text/html', ...verdict.headers });
      response.end(verdict.body ?? '');
      return;
    }
    const headers = passedOn(sent);
    const { method = 'POST' } = request;
    const sends = method === 'GET' ? {} : { body };
    const answer = await fetch(new URL(path, target), { method, headers, ...sends, redirect: 'manual' });
    const text = await answer.text();
    entry.answer = text;
    entry.status = answer.status;
    if (verdict === 'cut') {
      response.socket?.destroy();
      return;
    }
    const retryAfter = answer.headers.get('retry-after');
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'text/plain',
      ...(retryAfter === null ? {} : { 'retry-after': retryAfter }),
    });
    response.end(typeof verdict === 'object' && answer.ok ? partOf(text, verdict) : text);
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch((error) => response.destroy(error));
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  // A client that refuses the certificate is not this proxy's fault.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    seen,
    decide: (verdict) => {
      verdictOn = verdict;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
