import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallerKind, PROCEDURES, ROUTES } from '@/lib/server/doors/authorization-table';
import { makeCallers } from '@/test/support/callers';
import { isLongRun } from '@/test/support/runs';
import { startTestServer, type TestServer } from '@/test/support/server';

// Whatever a client sends to whatever takes a body: it is told what is wrong, and nothing breaks.

let server: TestServer;
let callers: Record<CallerKind, Record<string, string>>;

beforeAll(async () => {
  server = await startTestServer();
  callers = await makeCallers(server.runtime.db, server.address);
});

afterAll(() => server.stop());

/** Everything that takes a body, and who may send it one. */
const TARGETS: [string, CallerKind][] = [
  ...Object.keys(ROUTES)
    .filter((route) => route.startsWith('POST ') && !route.includes(':'))
    .map((route): [string, CallerKind] => [route.slice('POST '.length), senderOf(route)]),
  ...Object.keys(PROCEDURES)
    .filter((name) => /\.(create|disable|explain|reset|revoke|set)/.test(name))
    .map((name): [string, CallerKind] => [`/api/trpc/${name}`, 'administratorToken']),
  ['/api/trpc/fabric.create,fabric.create?batch=1', 'administratorToken'],
];

function senderOf(route: string): CallerKind {
  if (route.endsWith('/enroll')) return 'enrollmentToken';
  if (route.includes('/agent/')) return 'hostCredential';
  return route.includes('/v1/') ? 'administratorToken' : 'anonymous';
}

const nested = (open: string, close: string, times: number) => open.repeat(times) + close.repeat(times);
const text = (value: string) => JSON.stringify({ text: value, name: value, email: value, 0: value });
const gzip = { 'content-encoding': 'gzip' };
const typed = (type: string) => ({ 'content-type': type });
const MEBIBYTE = 2 ** 20;

const BODIES: [string, string | Buffer, Record<string, string>?][] = [
  ['nothing', ''],
  ['blanks', ' \r\n\t '],
  ['JSON cut short', '{"schema":1,"snapshots":[{"a'],
  ['null', 'null'],
  ['a number beyond all', '1e400'],
  ['a text', '"x"'],
  ['a list', '[null,[],{}]'],
  ['an empty object', '{}'],
  ['100,000 lists, one in the other', nested('[', ']', 100_000)],
  ['20,000 objects, one in the other', nested('{"a":', '}', 20_000).replace('}', '1}')],
  ['lists that never close', '['.repeat(200_000)],
  ['a prototype', '{"__proto__":{"role":"administrator"},"constructor":{"prototype":{"a":1}}}'],
  ['a name twice', '{"text":"a","text":{},"0":{"name":1},"0":2}'],
  ['NUL', text('a\0b')],
  ['half a surrogate pair', '{"text":"\\ud800","name":"\\udfff","0":{"name":"\\ud800"}}'],
  [
    '50,000 names',
    JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_x, i) => [`k${i}`, i]))),
  ],
  [
    'lists for words',
    JSON.stringify({ text: [], name: {}, email: [{}], password: 7, snapshots: 'x', 0: [] }),
  ],
  ['bytes that are no UTF-8', Buffer.from('{"text":"\xff\xfe\xc0\x80","name":"\xf5"}', 'latin1')],
  ['UTF-16', Buffer.from('\ufeff{"text":"a"}', 'utf16le')],
  ['two mebibytes', JSON.stringify({ text: 'x'.repeat(2 * MEBIBYTE) })],
  ['gzip', gzipSync('{"text":"a"}'), gzip],
  ['gzip of gzip', gzipSync(gzipSync('{}')), { 'content-encoding': 'gzip, gzip' }],
  ['gzip that is none', 'plain', gzip],
  ['gzip cut short', gzipSync('{"text":"abcdefghijklmnop"}').subarray(0, 20), gzip],
  ['a bomb: a thousand times what was sent', gzipSync(Buffer.alloc(64 * MEBIBYTE)), gzip],
  ['a coding of its own', '{}', { 'content-encoding': 'snappy' }],
  ['a form', 'text=a&name=b', typed('application/x-www-form-urlencoded')],
  ['a file', '--x\r\n\r\n{}\r\n--x--', typed('multipart/form-data; boundary=x')],
  ['plain text', '{}', typed('text/plain')],
  ['XML', '<a>&b;</a>', typed('application/xml')],
  ['JSON in another character set', '{}', typed('application/json; charset=utf-16')],
  ['a type that is none', '{}', typed(';;==;"')],
  ['a very long type', '{}', typed(`application/json; a=${'x'.repeat(8_000)}`)],
];

/** What is sent goes to every eighth door on a push, to others than its neighbours; in the long run to all. */
function doorsOf(sent: string, among: readonly (readonly unknown[])[]): typeof TARGETS {
  const turn = among.findIndex(([what]) => what === sent);
  return isLongRun ? TARGETS : TARGETS.filter((_, index) => (index + turn) % 8 === 0);
}

describe('a body that nobody could mean', () => {
  it.each(BODIES)('%s: is told what is wrong, wherever it is sent', async (what, body, words) => {
    const answers: { path: string; status: number; said: string }[] = [];
    // One after the other: whoever sends shares a process with the server here, and large bodies for all doors at once hold up
    // both of them until the database is waited for too long.
    for (const [path, caller] of doorsOf(what, BODIES)) {
      const response = await fetch(server.address + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: server.address,
          ...callers[caller],
          ...words,
        },
        body: new Uint8Array(Buffer.from(body)),
      });
      answers.push({ path, status: response.status, said: await response.text() });
    }
    const unexpected = answers.filter(
      ({ status, said }) => status >= 500 || / {4}at |node_modules/.test(said) || !isJson(said),
    );
    expect(unexpected).toEqual([]);
    expect(server.logged.filter((line) => line.includes('unexpected error'))).toEqual([]);
  });
});

/** What every request of some programs says, with nothing to follow. */
async function answerToNothing(route: string, words: Record<string, string>): Promise<string> {
  const [method = '', path = ''] = route.split(' ');
  const address = server.address + path.replace(/:\w+/g, '0198f0c2-6d0e-7b1a-9a53-2f1f0c9d7e11');
  const headers = { origin: server.address, ...callers[senderOf(route)], ...words };
  const response = await fetch(address, { method, headers });
  return `${response.status} ${((await response.json()) as { code?: string }).code}`;
}

it('is no body where it is empty, whatever type it is said to be of', async () => {
  const routes = Object.keys(ROUTES).filter((route) => !/^GET |\/agent\/|\/trpc\//.test(route));
  expect(routes).toContain('POST /api/v1/exceptions/:id/withdraw');
  for (const route of routes)
    expect
      .soft([route, await answerToNothing(route, typed('application/json'))])
      .toEqual([route, await answerToNothing(route, {})]);
  expect(await answerToNothing('POST /api/v1/exceptions/:id/withdraw', typed('application/json'))).toBe(
    '404 not_found',
  );
  expect(await answerToNothing('POST /api/v1/reports', typed('application/json'))).toBe('400 invalid_json');
});

function isJson(said: string): boolean {
  try {
    return JSON.parse(said) !== undefined;
  } catch {
    return false;
  }
}

/** Sends what no client library would, ends its side, and reads to the end. */
async function raw(text: string): Promise<string> {
  const socket = connect(Number(new URL(server.address).port), '127.0.0.1');
  await once(socket, 'connect');
  let said = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    said += chunk;
  });
  socket.on('error', () => undefined);
  socket.end(text);
  if (!socket.closed) await once(socket, 'close');
  return said;
}

const FRAMINGS: [string, string, string][] = [
  ['a body shorter than it says', 'Content-Length: 500', '{"text":'],
  ['a chunk that is no number', 'Transfer-Encoding: chunked', 'zz\r\n{}\r\n0\r\n\r\n'],
  ['a chunk shorter than it says', 'Transfer-Encoding: chunked', 'ff\r\n{}'],
  ['a chunk larger than memory', 'Transfer-Encoding: chunked', 'ffffffffffffffff\r\n{}'],
  ['two lengths', 'Content-Length: 2\r\nContent-Length: 3', '{}'],
  ['a length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked', '2\r\n{}\r\n0\r\n\r\n'],
  ['less than nothing', 'Content-Length: -1', '{}'],
  ['an expectation', 'Content-Length: 2\r\nExpect: 200-maybe', '{}'],
  ['a name with a blank', 'Content Length: 2', '{}'],
];

describe('a request that is framed wrongly', () => {
  it.each(FRAMINGS)('%s: is refused or let go, wherever it is sent', async (what, framing, body) => {
    const answers = await Promise.all(
      doorsOf(what, FRAMINGS).map(([path, caller]) => {
        const headers = Object.entries(callers[caller]).map(([name, value]) => `${name}: ${value}\r\n`);
        const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nOrigin: ${server.address}\r\n${headers.join('')}`;
        return raw(`${head}Content-Type: application/json\r\nConnection: close\r\n${framing}\r\n\r\n${body}`);
      }),
    );
    expect(answers.filter((said) => said !== '' && !/^HTTP\/1\.1 4\d\d /.test(said))).toEqual([]);
    expect(server.logged.filter((line) => line.includes('unexpected error'))).toEqual([]);
    expect((await fetch(`${server.address}/api/health/ready`)).status).toBe(200);
  });
});

const WORDS = ['\0', '\ud800', '%', "'; DROP TABLE host; --", '[]', '-'.repeat(3_000)];
const NAMES = ['q', 'fabric', 'state', 'at', 'cursor', 'sort', 'from', 'since', 'lang', 'id'];

/** As JSON for a procedure: each value wherever a name may stand. */
const inputOf = (value: string) => JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, value])));

function questions(value: string): string[] {
  // encodeURIComponent refuses half a pair; its three bytes are what a client could send.
  const escaped = value === '\ud800' ? '%ED%A0%80' : encodeURIComponent(value);
  const routes = Object.keys(ROUTES).filter((route) => /^GET \/api\/v1\//.test(route));
  const paths = routes.map((route) =>
    route.slice('GET '.length).replace(':id', encodeURIComponent('\u202e')),
  );
  const asked = paths.flatMap((path) => NAMES.map((name) => `${path}?${name}=${escaped}`));
  const inputs = [encodeURIComponent(inputOf(value)), escaped];
  const procedures = Object.keys(PROCEDURES).flatMap((name) =>
    inputs.map((input) => `/api/trpc/${name}?input=${input}`),
  );
  const all = [...asked, ...procedures];
  // Each is asked with one word on a push, another one than its neighbours; in the long run with every word.
  const turn = WORDS.indexOf(value);
  return isLongRun ? all : all.filter((_, index) => index % WORDS.length === turn);
}

describe('a question that nobody could mean', () => {
  it.each(WORDS.map((word) => [JSON.stringify(word).slice(0, 30), word]))(
    '%s: is told what is wrong, wherever it is asked',
    async (_shown, value) => {
      const waiting = questions(value);
      const answers: string[] = [];
      const askOn = async () => {
        for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
          const response = await fetch(server.address + path, { headers: callers.administratorToken });
          await response.arrayBuffer();
          answers.push(`${response.status} ${path}`);
        }
      };
      await Promise.all([askOn(), askOn(), askOn()]);
      const unexpected = answers.filter((answer) => answer.startsWith('5'));
      expect(unexpected).toEqual([]);
      expect(server.logged.filter((line) => line.includes('unexpected error'))).toEqual([]);
    },
  );
});
