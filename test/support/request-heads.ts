import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';

/** Bytes that a client sends, and how it leaves. */
export type SentHead = { bytes: string; leaves: 'at once' | 'in order' };

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', 'CONNECT', 'TRACE', 'M-SEARCH', 'NONE'];
const TARGETS = [
  '/',
  '/sign-in',
  '/hosts',
  '/x',
  '/_next/hmr',
  '/_next/static/x.js',
  '/api/health/live',
  '/api/trpc/x',
  '/api/v1/agent/snapshots',
  '/api/nothing',
  '*',
  '//x',
  '127.0.0.1:80',
  'http://x/',
];
const HEADERS = [
  'Connection: Upgrade',
  'Connection: Upgrade, HTTP2-Settings',
  'Connection: keep-alive, Upgrade',
  'Connection: close',
  'Upgrade: h2c',
  'Upgrade: websocket',
  'Upgrade: TLS/1.0, HTTP/1.1',
  'HTTP2-Settings: AAMAAABkAAQAAP__',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  'Expect: 100-continue',
  'Expect: nothing',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip',
  'Content-Length: 0',
  'Content-Length: 5',
  'Content-Type: application/json',
  'Authorization: Bearer gfa_none',
];
const TAILS = ['', '{', '5\r\nhello\r\n', 'GET /sign-in HTTP/1.1\r\nHost: x\r\n\r\n', '\u0000\u0001'];

export const sentHead: fc.Arbitrary<SentHead> = fc
  .record({
    method: fc.constantFrom(...METHODS),
    target: fc.constantFrom(...TARGETS),
    version: fc.constantFrom('1.1', '1.1', '1.1', '1.0', '2.0'),
    headers: fc.uniqueArray(fc.constantFrom(...HEADERS), { maxLength: 6 }),
    tail: fc.constantFrom(...TAILS),
    /** How much of it is sent. */
    part: fc.constantFrom(1, 1, 1, 0.9, 0.5, 0),
    leaves: fc.constantFrom('at once' as const, 'in order' as const),
  })
  .map(({ method, target, version, headers, tail, part, leaves }) => {
    const whole = `${[`${method} ${target} HTTP/${version}`, 'Host: x', ...headers].join('\r\n')}\r\n\r\n${tail}`;
    return { bytes: whole.slice(0, Math.ceil(whole.length * part)), leaves };
  });

export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Sends it on a connection of its own and goes. */
export async function sendAndLeave(port: number, { bytes, leaves }: SentHead): Promise<void> {
  const socket = await openSocket(port);
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
  if (leaves === 'at once') socket.destroy();
  else socket.resume().end();
}
